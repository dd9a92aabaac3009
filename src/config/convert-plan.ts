import { z } from 'zod';
import type { ColumnType } from '../schema/codecs/codec.js';
import { parseFlags } from './parse-flags.js';
import { readingFlags, readingPlan, type ReadingPlan } from './reading-plan.js';
import { rejectFlags, rejectPlan, type RejectPlan } from './reject-plan.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';
import { transformFlags, transformPlan } from './transform/transform-flags.js';
import { typeFlag } from './type-flag.js';

/** The formats that are written. */
export type OutputFormat = 'csv' | 'tsv' | 'ndjson';

/** The resolved description of a conversion. */
export interface ConvertPlan {
  readonly reading: ReadingPlan;
  readonly transform: TransformPlan;
  readonly rejects: RejectPlan;
  /** The database that queries of lookups are asked of; null leaves it to the environment. */
  readonly db: string | null;
  readonly to: OutputFormat;
  /** The file to write, as typed; null: standard output. */
  readonly output: string | null;
  /** `--type`: the types of columns by the file's names: numbers and booleans become such in NDJSON. */
  readonly types: ReadonlyMap<string, ColumnType>;
  /** The types of the other columns are inferred, for which the inputs are read twice. */
  readonly inferTypes: boolean;
}

/** The flags of `convert`, as commander hands them over: every one but `to` may be missing. */
export const convertFlags = z.strictObject({
  ...readingFlags,
  ...transformFlags,
  ...rejectFlags,
  db: z.string().min(1).optional(),
  to: z.enum(['csv', 'tsv', 'ndjson']),
  output: z.string().min(1).optional(),
  type: z.array(typeFlag).default([]),
  inferTypes: z.boolean().default(false),
});

/** The raw flags of `convert`: every one but `to` may be missing. */
export type ConvertFlags = z.input<typeof convertFlags>;

/**
 * Resolves the command line of `convert` into a plan.
 *
 * @param inputs - The positional arguments.
 * @param flags - The flags under their camel-case names.
 * @param file - What a pipeline file says of records. Default: nothing
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function resolveConvertPlan(inputs: readonly string[], flags: ConvertFlags, file?: TransformPlan): ConvertPlan {
  const data = parseFlags('convert', convertFlags, flags);
  return Object.freeze({
    reading: readingPlan(inputs, data),
    transform: transformPlan(data, file),
    rejects: rejectPlan(data),
    db: data.db ?? null,
    to: data.to,
    output: data.output ?? null,
    types: new Map(data.type),
    inferTypes: data.inferTypes,
  });
}
