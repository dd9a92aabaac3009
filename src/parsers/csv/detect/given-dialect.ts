import type { CsvDialect } from '../dialect.js';

/** The marks and lines of a dialect that detection finds out. */
export type DetectedPart = Pick<
  CsvDialect,
  'delimiter' | 'quote' | 'escape' | 'comment' | 'lineEnd' | 'skipLines' | 'headerLines'
>;

/** What flags have settled of them; null is for detection to find out. */
export type GivenDialect = { readonly [Name in keyof DetectedPart]: DetectedPart[Name] | null };
