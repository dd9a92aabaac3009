import { z } from 'zod';
import { SluiceError } from '../errors/sluice-error.js';
import { parseFlags } from './parse-flags.js';
import { readingFlags, readingPlan, type ReadingPlan } from './reading-plan.js';
import { rejectFlags, rejectPlan, type RejectPlan } from './reject-plan.js';
import { targetFlags, targetPlan, type TargetPlan } from './target-plan.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';
import { transformFlags, transformPlan } from './transform/transform-flags.js';
import { typeFlag } from './type-flag.js';
import type { ColumnType } from '../schema/codecs/codec.js';

/** The resolved description of a validation. */
export interface ValidatePlan {
  readonly reading: ReadingPlan;
  readonly transform: TransformPlan;
  /** The table that the records must fit; null: only the inputs themselves are looked at. */
  readonly target: TargetPlan | null;
  readonly rejects: RejectPlan;
  /** `--type`: the types of columns by the file's names; those of others are inferred. */
  readonly types: ReadonlyMap<string, ColumnType>;
}

/** The flags of `validate`, as commander hands them over: every one may be missing. */
export const validateFlags = z.strictObject({
  ...readingFlags,
  ...transformFlags,
  ...targetFlags,
  /** False: `--no-db`. */
  db: z.union([z.string().min(1), z.literal(false)]).optional(),
  ...rejectFlags,
  type: z.array(typeFlag).default([]),
});

/** The raw flags of `validate`: every one may be missing. */
export type ValidateFlags = z.input<typeof validateFlags>;

/**
 * Resolves the command line of `validate` into a plan.
 *
 * @param inputs - The positional arguments.
 * @param flags - The flags under their camel-case names.
 * @param file - What a pipeline file says of records. Default: nothing
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function resolveValidatePlan(
  inputs: readonly string[],
  flags: ValidateFlags,
  file?: TransformPlan,
): ValidatePlan {
  const data = parseFlags('validate', validateFlags, flags);
  const { db, ...others } = data;
  if (db === false && data.table !== undefined) throw contradiction();
  const hasTarget = db !== false && (db ?? data.table) !== undefined;
  if (hasTarget ? data.type.length > 0 : data.map.length + data.ignoreColumns.length > 0) throw pointless(hasTarget);
  return Object.freeze({
    reading: readingPlan(inputs, data),
    transform: transformPlan(data, file),
    target: hasTarget ? targetPlan({ ...others, db }) : null,
    rejects: rejectPlan(data),
    types: new Map(data.type),
  });
}

function contradiction(): SluiceError {
  return new SluiceError('USAGE', '--no-db is for a validation without a table, and --table names one.', {
    hint: 'Leave one of them out.',
  });
}

function pointless(hasTarget: boolean): SluiceError {
  return hasTarget
    ? new SluiceError('USAGE', '--type is for a validation without a table.', {
        hint: "With --table or --db the table's own types hold: leave --type out, or add --no-db.",
      })
    : new SluiceError('USAGE', '--map and --ignore-columns are about the columns of a table, and none is named.', {
        hint: 'Name the table with --table, or leave them out.',
      });
}
