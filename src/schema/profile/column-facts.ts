import type { InferredType } from '../infer/inferred-type.js';

/** What a profile knows of a column. Values are text to show: long ones are cut and end in `…`. */
export interface ColumnFacts {
  /** The narrowest type that all values have; `text` when there is none. */
  readonly type: InferredType;
  /** Fields that are not NULL, empty ones too. */
  readonly values: number;
  readonly nulls: number;
  /** Values that are the empty string. */
  readonly empties: number;
  /** How many different values there are: exact when `distinctIsExact`, else an estimate, good to about 2 %. */
  readonly distinct: number;
  readonly distinctIsExact: boolean;
  /** The least value: of numbers and times by what they mean, of all else by their bytes. Null without a value. */
  readonly min: string | null;
  /** The greatest value. */
  readonly max: string | null;
  /** The value with the most characters, the first of several; null without a value. */
  readonly longest: LongestValue | null;
  /** Up to five different values from all over the column, in its order. */
  readonly examples: readonly string[];
  /** The narrower types that the column seemed to have, each with the first value that ruled it out. */
  readonly ruledOut: readonly TypeEvidence[];
  /** For a text column most of whose values have another type: that type, and the first value that hasn't. */
  readonly mostly: MostlyType | null;
  /** Null when there is nothing to show: no value, or uuids. */
  readonly histogram: Histogram | null;
}

/** How long the longest value is, and where it stands. */
export interface LongestValue {
  readonly characters: number;
  /** The line on which its record starts, from 1. */
  readonly line: number;
}

/** A value that does not have a type. */
export interface TypeEvidence {
  readonly type: InferredType;
  /** The line on which its record starts, from 1. */
  readonly line: number;
  readonly value: string;
}

/** A type that most values have. */
export interface MostlyType extends TypeEvidence {
  /** The share of values that have the type, above 0.5 and below 1: an estimate from a sample. */
  readonly share: number;
}

/** How the values are spread. */
export type Histogram = RangeHistogram | LengthHistogram | FrequencyHistogram;

/** Numbers and times, in bins of equal width; counts are of a sample. */
export interface RangeHistogram {
  readonly kind: 'range';
  /** The least value, at which the first bin begins. */
  readonly from: string;
  /** The greatest value, at which the last bin ends. */
  readonly to: string;
  readonly counts: readonly number[];
}

/** Text by its length in characters, in bins of equal width; counts are of a sample. */
export interface LengthHistogram {
  readonly kind: 'length';
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** A column of few different values: those that are most frequent, with their exact counts. */
export interface FrequencyHistogram {
  readonly kind: 'frequency';
  readonly values: readonly { readonly value: string; readonly count: number }[];
}
