import { meansNothing, shapeOf } from './field-shape.js';
import { surveyRecords, type Reading, type SurveyedField, type SurveyedRecord } from './survey.js';
import type { Window } from './window.js';

/** How well a reading fits. */
export interface Rating {
  readonly reading: Reading;
  readonly records: readonly SurveyedRecord[];
  /** The number of fields that most records have; 0 when all are malformed or there are none. */
  readonly width: number;
  /** Whether the first record has so many. */
  readonly fitsFirstLine: boolean;
  /** The share of records that have so many, 0 to 1; what stands before the first of them does not count. */
  readonly uniform: number;
  /** The share of values that are cut whole, 0 to 1: those with a shape or in quotes do, other text counts less. */
  readonly whole: number;
  /** `uniform` by `whole`; less where the first record is of another width. */
  readonly score: number;
  readonly malformed: number;
  /** Fields in quotes that are closed where they should be. */
  readonly quoted: number;
}

/** Cuts all windows as a reading says, and rates the result. */
export function rateReading(windows: readonly Window[], reading: Reading): Rating {
  const records = surveyRecords(windows, reading);
  const width = modalWidth(records);
  const first = records.findIndex((record) => record.width === width);
  const body = records.slice(Math.max(0, first));
  const regular = body.filter((record) => record.width === width);
  const fields = regular.flatMap((record) => record.fields);
  const uniform = width === 0 ? 0 : regular.length / body.length;
  const whole = wholeness(fields);
  return {
    reading,
    records,
    width,
    fitsFirstLine: first === 0,
    uniform,
    whole,
    score: uniform * whole * (first > 0 ? SKIPPING_WEIGHT : 1),
    malformed: records.filter((record) => record.width === 0).length,
    quoted: fields.filter((field) => field.quoted).length,
  };
}

/** A reading that fits from the first line on is better than one that needs lines to be skipped. */
const SKIPPING_WEIGHT = 0.8;

/** The most frequent width of records that are not malformed; of several the largest. */
function modalWidth(records: readonly SurveyedRecord[]): number {
  const counts = new Map<number, number>();
  for (const { width } of records) if (width > 0) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts) {
    const bestCount = counts.get(best) ?? 0;
    if (count > bestCount || (count === bestCount && width > best)) best = width;
  }
  return best;
}

/** Between a shape and text that holds what may be another delimiter. */
const TEXT_WEIGHT = 0.7;
const CUT_TEXT_WEIGHT = 0.2;

function wholeness(fields: readonly SurveyedField[]): number {
  let sum = 0;
  let count = 0;
  for (const { text, quoted } of fields) {
    if (meansNothing(text)) continue;
    count++;
    if (quoted || shapeOf(text) !== null) sum++;
    else sum += /[,;\t|]/.test(text) ? CUT_TEXT_WEIGHT : TEXT_WEIGHT;
  }
  return count === 0 ? TEXT_WEIGHT : sum / count;
}
