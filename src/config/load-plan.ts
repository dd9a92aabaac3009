import { z } from 'zod';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { parseTableName, type TableName } from '../schema/table.js';
import { budgetFlag, byteCountFlag, delimiterFlag, mapFlag, quoteFlag, type RejectBudget } from './flag-values.js';

/** The resolved, frozen description of a load: what `sluice load` was asked to do, with nothing left to interpret. */
export interface LoadPlan {
  /** A path, or `-`. */
  readonly input: string;
  /** `--db`; null leaves it to the environment. */
  readonly db: string | null;
  /** `--table`; null: named after the input. */
  readonly table: TableName | null;
  /** A missing table is to be made. The embedded database makes it without being asked. */
  readonly create: boolean;
  readonly csv: {
    readonly delimiter: number;
    readonly quote: number;
    readonly nulls: readonly Buffer[];
    readonly maxRecordBytes: number;
  };
  readonly hasHeader: boolean;
  /** File column to table column. */
  readonly map: ReadonlyMap<string, string>;
  /** As typed: each the name of a file column, or several with commas between them. */
  readonly ignoreColumns: ReadonlySet<string>;
  readonly budget: RejectBudget;
  /** The folder for reject files, as typed. */
  readonly rejectsDir: string;
  /** Everything but the commit. */
  readonly dryRun: boolean;
}

/** 16 MiB: no sane record is longer, and a stray quote is found out before it has eaten much memory. */
export const DEFAULT_MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** `load`'s flags as commander hands them over: every one may be missing. */
const loadFlags = z.strictObject({
  db: z.string().min(1).optional(),
  table: z.string().optional(),
  create: z.boolean().default(false),
  delimiter: delimiterFlag.default(','.charCodeAt(0)),
  quote: quoteFlag.default('"'.charCodeAt(0)),
  header: z.boolean().default(true),
  null: z.array(z.string()).default([]),
  maxRecordBytes: byteCountFlag.default(DEFAULT_MAX_RECORD_BYTES),
  map: z.array(mapFlag).default([]),
  ignoreColumns: z.array(z.string()).default([]),
  maxErrors: budgetFlag.default({ kind: 'count', limit: 0 }),
  rejectsDir: z.string().min(1).default('.'),
  dryRun: z.boolean().default(false),
});

/** The raw flags of `load`. */
export type LoadFlags = z.input<typeof loadFlags>;

/**
 * Resolves the command line of `load` into a plan.
 *
 * @param input - The positional argument.
 * @param flags - The flags under their camel-case names.
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function resolveLoadPlan(input: string, flags: LoadFlags): LoadPlan {
  const parsed = loadFlags.safeParse(flags);
  if (!parsed.success) throw flagError(parsed.error.issues[0]);
  const { data } = parsed;
  assertDialectValid(data);
  return Object.freeze({
    input,
    db: data.db ?? null,
    table: data.table === undefined ? null : parseTableName(data.table),
    create: data.create,
    csv: {
      delimiter: data.delimiter,
      quote: data.quote,
      nulls: data.null.map((text) => Buffer.from(text)),
      maxRecordBytes: data.maxRecordBytes,
    },
    hasHeader: data.header,
    map: new Map(data.map),
    ignoreColumns: new Set(data.ignoreColumns),
    budget: data.maxErrors,
    rejectsDir: data.rejectsDir,
    dryRun: data.dryRun,
  });
}

function assertDialectValid({ delimiter, quote }: { delimiter: number; quote: number }): void {
  if (delimiter !== quote) return;
  throw new SluiceError('USAGE', '--delimiter and --quote are the same byte.', {
    hint: 'Pass --quote none if the file has no quotes.',
  });
}

function flagError(issue: z.core.$ZodIssue): SluiceError {
  const flag = `--${String(issue.path[0]).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return new SluiceError('USAGE', `${flag}: ${printable(issue.message, 200)}.`, {
    hint: 'sluice load --help lists the flags and what they take.',
  });
}
