import { z } from 'zod';
import { parseTableName, type TableName } from '../schema/table.js';
import { parseFlags } from './parse-flags.js';
import { countFlag } from './reading-flags.js';
import { spelledFlags } from './spelled-flags.js';
import { readingFlags, readingPlan, type ReadingPlan } from './reading-plan.js';

/** The resolved description of an inspection. */
export interface InspectPlan {
  readonly reading: ReadingPlan;
  /** The table of the CREATE TABLE; null: named after the input. */
  readonly table: TableName | null;
  /** How many records are looked at; null: all. */
  readonly sample: number | null;
  /** The flags about reading that were given, ready for a shell, but for those that a dialect's own flags repeat. */
  readonly given: readonly string[];
}

const inspectFlags = z.strictObject({
  ...readingFlags,
  table: z.string().optional(),
  sample: countFlag(1, Number.MAX_SAFE_INTEGER).optional(),
});

/** The raw flags of `inspect`: every one may be missing. */
export type InspectFlags = z.input<typeof inspectFlags>;

/**
 * Resolves the command line of `inspect` into a plan.
 *
 * @param inputs - The positional arguments.
 * @param flags - The flags under their camel-case names.
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function resolveInspectPlan(inputs: readonly string[], flags: InspectFlags): InspectPlan {
  const data = parseFlags('inspect', inspectFlags, flags);
  return Object.freeze({
    reading: readingPlan(inputs, data),
    table: data.table === undefined ? null : parseTableName(data.table),
    sample: data.sample ?? null,
    given: spelledFlags(flags, NOT_REPEATED),
  });
}

/** Said anew by what was detected, or of no concern to a load of the one input. */
const NOT_REPEATED = new Set(
  'table sample include jobs delimiter quote escape comment lineEnd skipLines header'.split(' '),
);
