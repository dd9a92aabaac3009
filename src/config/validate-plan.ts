import { z } from 'zod';
import { parseFlags } from './parse-flags.js';
import { readingFlags, readingPlan, type ReadingPlan } from './reading-plan.js';
import { rejectFlags, rejectPlan, type RejectPlan } from './reject-plan.js';
import { targetFlags, targetPlan, type TargetPlan } from './target-plan.js';
import { typeFlag } from './type-flag.js';
import type { ColumnType } from '../schema/codecs/codec.js';

/** The resolved description of a validation. */
export interface ValidatePlan {
  readonly reading: ReadingPlan;
  /** The table that the records must fit; null: only the inputs themselves are looked at. */
  readonly target: TargetPlan | null;
  readonly rejects: RejectPlan;
  /** `--type`: the types of columns by the file's names; those of others are inferred. */
  readonly types: ReadonlyMap<string, ColumnType>;
}

const validateFlags = z.strictObject({
  ...readingFlags,
  ...targetFlags,
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
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function resolveValidatePlan(inputs: readonly string[], flags: ValidateFlags): ValidatePlan {
  const data = parseFlags('validate', validateFlags, flags);
  const hasTarget = data.db !== undefined || data.table !== undefined;
  return Object.freeze({
    reading: readingPlan(inputs, data),
    target: hasTarget ? targetPlan(data) : null,
    rejects: rejectPlan(data),
    types: new Map(data.type),
  });
}
