import type { InferredType } from '../infer/inferred-type.js';
import type { FrequencyHistogram, Histogram, LengthHistogram, RangeHistogram } from './column-facts.js';
import type { ColumnNotes } from './column-notes.js';
import { rankingOf, type Ranking } from './ranking.js';
import { shownText } from './shown-text.js';

/** The most bins of a histogram. */
const BINS = 8;

/** Text of at most so many different values is shown by value, else by length. */
const FEW_VALUES = 20;

/** Chooses how a column's values are best shown: numbers and times by range, text by value or length. */
export function drawHistogram(notes: ColumnNotes): Histogram | null {
  const { type } = notes.track.candidate;
  const ranking = rankingOf(type);
  if (notes.sample.length === 0 || type === 'uuid') return null;
  if (ranking !== null) return drawRange(notes, ranking);
  return notes.distinct.isExact && notes.distinct.count() <= FEW_VALUES ? drawFrequencies(notes) : drawLengths(notes);
}

function drawRange({ track, candidates, extremes, sample }: ColumnNotes, ranking: Ranking): RangeHistogram | null {
  const { candidate } = track;
  const { min, max } = extremes;
  if (min === null || max === null) return null;
  const numberOf = (value: Buffer): number => {
    candidate.fits(value, 0, value.length);
    return ranking.toNumber(candidates.image);
  };
  const range: Range = { from: numberOf(min), to: numberOf(max), unit: isDiscrete(candidate.type) ? 1 : 0 };
  if (!Number.isFinite(range.to - range.from)) return null;
  const numbers = sample.filter(({ isWhole }) => isWhole).map(({ start }) => numberOf(start));
  return { kind: 'range', from: shownText(min), to: shownText(max), counts: countBins(numbers, range) };
}

function drawLengths({ sample }: ColumnNotes): LengthHistogram {
  const lengths = sample.map(({ characters }) => characters);
  const from = Math.min(...lengths);
  const to = Math.max(...lengths);
  return { kind: 'length', from, to, counts: countBins(lengths, { from, to, unit: 1 }) };
}

/** Only a value that is rare among many can be missing: one that the sample left out. */
function drawFrequencies({ sample, distinct }: ColumnNotes): FrequencyHistogram {
  const counts = new Map<string, number>();
  for (const { start, isWhole } of sample) {
    if (isWhole) counts.set(shownText(start), distinct.occurrences(start));
  }
  const values = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  return { kind: 'frequency', values: values.slice(0, BINS) };
}

interface Range {
  readonly from: number;
  readonly to: number;
  /** 1 where there is nothing between whole numbers, else 0. */
  readonly unit: 0 | 1;
}

function countBins(numbers: readonly number[], { from, to, unit }: Range): number[] {
  const span = to - from + unit;
  const bins = span === 0 ? 1 : unit === 1 ? Math.min(BINS, span) : BINS;
  const counts = Array.from({ length: bins }, () => 0);
  for (const number of numbers) {
    const share = span === 0 ? 0 : (number - from) / span;
    counts[Math.max(0, Math.min(bins - 1, Math.floor(share * bins)))]++;
  }
  return counts;
}

function isDiscrete(type: InferredType): boolean {
  return type === 'integer' || type === 'bigint' || type === 'date';
}
