import type { Candidate } from '../infer/candidates.js';
import type { ColumnFacts, MostlyType, TypeEvidence } from './column-facts.js';
import type { ColumnNotes } from './column-notes.js';
import { drawHistogram } from './draw-histogram.js';
import { shownText } from './shown-text.js';
import type { Refutation } from './type-track.js';
import type { SampledValue } from './value-sample.js';

/** Turns what was gathered of a column into what is shown of it. */
export function describeColumn(notes: ColumnNotes): ColumnFacts {
  const { track, distinct, sample, counts, extremes } = notes;
  return {
    type: track.candidate.type,
    ...counts,
    distinct: Math.min(distinct.count(), counts.values),
    distinctIsExact: distinct.isExact,
    min: extremes.min === null ? null : shownText(extremes.min),
    max: extremes.max === null ? null : shownText(extremes.max),
    examples: examplesOf(sample),
    ruledOut: track.refutations.map(evidenceOf),
    mostly: mostlyOf(notes),
    histogram: drawHistogram(notes),
  };
}

const MAX_EXAMPLES = 5;

/** Different values, evenly spread over those of the sample; the empty string is none. */
function examplesOf(sample: readonly SampledValue[]): string[] {
  const filled = sample.filter(({ start }) => start.length > 0);
  const texts = [...new Set(filled.map(({ start, isWhole }) => shownText(start, isWhole)))];
  const count = Math.min(MAX_EXAMPLES, texts.length);
  return Array.from({ length: count }, (_, index) => texts[Math.floor((index * texts.length) / count)]);
}

function evidenceOf({ type, line, value }: Refutation): TypeEvidence {
  return { type, line, value: shownText(value) };
}

/** The narrowest type that most values of a text column have. */
function mostlyOf({ track, candidates, sample, counts }: ColumnNotes): MostlyType | null {
  if (track.candidate !== candidates.text) return null;
  const shares = candidates.unseen.wider
    .filter((candidate) => candidate !== candidates.text)
    .map((candidate) => ({ candidate, share: shareOf(candidate, sample) }));
  const most = Math.max(...shares.map(({ share }) => share));
  const best = shares.find(({ share }) => share === most && share > 0.5);
  const refutation = best === undefined ? null : track.refutationOf(best.candidate);
  return refutation === null ? null : { ...evidenceOf(refutation), share: Math.min(most, 1 - 1 / counts.values) };
}

function shareOf(candidate: Candidate, sample: readonly SampledValue[]): number {
  const fitting = sample.filter(({ start, isWhole }) => isWhole && candidate.fits(start, 0, start.length));
  return fitting.length / sample.length;
}
