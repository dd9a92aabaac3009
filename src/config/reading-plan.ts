import { z } from 'zod';
import { SluiceError } from '../errors/sluice-error.js';
import type { ValueSpelling } from '../schema/spelling/spelling-for.js';
import { formatFlags, type FormatFlag, type FormatName } from './format-flags.js';
import {
  bytesFlag,
  byteCountFlag,
  countFlag,
  delimiterFlag,
  encodingFlag,
  escapeFlag,
  headerFlag,
  numberMarkFlag,
} from './reading-flags.js';

/** What is asked of the inputs and of how they are read, with nothing left to interpret but the inputs themselves. */
export interface ReadingPlan {
  /** Paths, globs, URLs, or `-`; at least one. */
  readonly inputs: readonly string[];
  /** `--include`: which files of a folder; none: a folder is an error. */
  readonly include: readonly string[];
  /** How many inputs are read at a time, from 1. */
  readonly jobs: number | null;
  /** `--format`; null: by content, then by name. */
  readonly format: FormatName | null;
  /** The flags given that have a meaning for some formats only. */
  readonly formatFlags: readonly FormatFlag[];
  /** `--encoding`; null: UTF-8, or what a byte order mark says. */
  readonly encoding: string | null;
  /** What becomes of bytes that are no text. */
  readonly badBytes: BadBytes;
  /** The longest record in bytes; a longer one is a reject. */
  readonly maxRecordBytes: number;
  readonly csv: GivenDialect;
  readonly json: JsonReading;
  /** How values are spelled where that is not PostgreSQL's own way. */
  readonly spelling: ValueSpelling;
}

/** What becomes of bytes that are no text. */
export type BadBytes = 'reject' | 'replace' | 'strip';

/** What the flags say of a CSV dialect; null is for the detection to find out. */
export interface GivenDialect {
  /** One character or more. */
  readonly delimiter: string | null;
  /** One character or more; empty: nothing is quoted. */
  readonly quote: string | null;
  /** The character before a quote that is part of a value; the quote itself where quotes are doubled. */
  readonly escape: string | null;
  /** What a line that is a comment begins with; empty: there are none. */
  readonly comment: string | null;
  /** What ends a line: LF and CRLF, or CR too. */
  readonly lineEnd: 'lf' | 'cr' | null;
  /** Lines before the header, or before the first record. */
  readonly skipLines: number | null;
  /** How many lines the header has; 0: there is none. */
  readonly headerLines: number | null;
  /** Texts that mean NULL when unquoted, besides the empty field. */
  readonly nulls: readonly string[];
  /** Blanks around fields don't count. */
  readonly trim: boolean;
  /** What becomes of a record with too few or too many fields. */
  readonly ragged: 'reject' | 'pad' | 'truncate';
}

/** How JSON is read. */
export interface JsonReading {
  /** The path of the array of records, such as `data.items`; null: the top. */
  readonly select: string | null;
  /** Objects within a record become columns of their own. */
  readonly flatten: boolean;
  /** Comments and trailing commas in documents are allowed. */
  readonly comments: boolean;
  /** The deepest nesting; a deeper record is a reject. */
  readonly maxDepth: number;
}

/** 16 MiB: no sane record is longer, and a stray quote is found out before it has eaten much memory. */
export const DEFAULT_MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** Deeper than any record that a person made; far from what would take memory. */
const DEFAULT_MAX_DEPTH = 64;

/** The flags that all commands which read inputs have, as commander hands them over: every one may be missing. */
export const readingFlags = {
  include: z.array(z.string()).default([]),
  jobs: countFlag(1, 64).optional(),
  format: z.enum(['csv', 'ndjson', 'json']).optional(),
  encoding: encodingFlag.optional(),
  badBytes: z.enum(['reject', 'replace', 'strip']).default('reject'),
  maxRecordBytes: byteCountFlag.default(DEFAULT_MAX_RECORD_BYTES),
  delimiter: delimiterFlag.optional(),
  quote: bytesFlag.optional(),
  escape: escapeFlag.optional(),
  comment: bytesFlag.optional(),
  lineEnd: z.enum(['lf', 'cr']).optional(),
  skipLines: countFlag(0, 1_000_000).optional(),
  header: headerFlag.optional(),
  null: z.array(z.string()).default([]),
  ragged: z.enum(['reject', 'pad', 'truncate']).optional(),
  select: z.string().min(1).optional(),
  flatten: z.boolean().default(false),
  jsonComments: z.boolean().default(false),
  maxDepth: countFlag(1, 10_000).optional(),
  trim: z.boolean().default(false),
  decimal: numberMarkFlag.optional(),
  thousands: numberMarkFlag.optional(),
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional(),
};

/** What {@link readingFlags} resolve to. */
type ReadingFlagValues = z.output<z.ZodObject<typeof readingFlags>>;

/**
 * The plan of reading.
 *
 * @param inputs - The positional arguments.
 * @param data - The flags, each already read.
 * @throws SluiceError USAGE when flags contradict each other, or `--format`.
 */
export function readingPlan(inputs: readonly string[], data: ReadingFlagValues): ReadingPlan {
  const plan: ReadingPlan = {
    inputs,
    include: data.include,
    jobs: data.jobs ?? null,
    format: data.format ?? null,
    formatFlags: formatFlags(data, data.format ?? null),
    encoding: data.encoding ?? null,
    badBytes: data.badBytes,
    maxRecordBytes: data.maxRecordBytes,
    csv: givenDialect(data),
    json: {
      select: data.select ?? null,
      flatten: data.flatten,
      comments: data.jsonComments,
      maxDepth: data.maxDepth ?? DEFAULT_MAX_DEPTH,
    },
    spelling: {
      decimal: data.decimal ?? null,
      thousands: data.thousands ?? null,
      dateOrder: data.dateOrder ?? null,
    },
  };
  assertConsistent(plan);
  return plan;
}

function givenDialect(data: ReadingFlagValues): GivenDialect {
  return {
    delimiter: data.delimiter ?? null,
    quote: data.quote ?? null,
    escape: givenEscape(data),
    comment: data.comment ?? null,
    lineEnd: data.lineEnd ?? null,
    skipLines: data.skipLines ?? null,
    headerLines: data.header ?? null,
    nulls: data.null,
    trim: data.trim,
    ragged: data.ragged ?? 'reject',
  };
}

/** Where quotes are doubled, the quote is its own escape. */
function givenEscape({ escape, quote }: ReadingFlagValues): string | null {
  return escape === 'quote' ? (quote ?? '"') : (escape ?? null);
}

function assertConsistent({ csv, spelling }: ReadingPlan): void {
  if (csv.delimiter !== null && csv.delimiter !== '' && csv.delimiter === csv.quote) {
    throw new SluiceError('USAGE', '--delimiter and --quote are the same.', {
      hint: 'Pass --quote none if the file has no quotes.',
    });
  }
  if ((spelling.decimal ?? POINT) === spelling.thousands) {
    throw new SluiceError('USAGE', '--decimal and --thousands are the same.', {
      hint: 'For 1.234,56 pass --decimal , --thousands . together.',
    });
  }
}

const POINT = 0x2e;
