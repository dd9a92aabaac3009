import { z } from 'zod';
import { addedColumnFlag, type AddedColumn } from './reading-flags.js';
import { ledgerFlags, ledgerPlan, type LedgerPlan } from './ledger-plan.js';
import { parseFlags } from './parse-flags.js';
import { readingFlags, readingPlan, type ReadingPlan } from './reading-plan.js';
import { rejectFlags, rejectPlan, type RejectPlan } from './reject-plan.js';
import { retryFlags, retryPlan, type RetryPlan } from './retry-plan.js';
import { targetFlags, targetPlan, type TargetPlan } from './target-plan.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';
import { transformFlags, transformPlan } from './transform/transform-flags.js';
import { writeFlags, writePlan, type WritePlan } from './write-plan.js';

/** The resolved, frozen description of a load: what `sluice load` was asked to do, with nothing left to interpret. */
export interface LoadPlan {
  readonly reading: ReadingPlan;
  readonly transform: TransformPlan;
  readonly target: TargetPlan;
  readonly write: WritePlan;
  readonly rejects: RejectPlan;
  readonly retry: RetryPlan;
  readonly ledger: LedgerPlan;
  /** A missing table is to be made. The embedded database makes it without being asked. */
  readonly create: boolean;
  /** `--add-column`: columns that come from no field. */
  readonly addedColumns: readonly AddedColumn[];
  /** Everything but the commit. */
  readonly dryRun: boolean;
}

/** The flags of `load`, as commander hands them over: every one may be missing. */
export const loadFlags = z.strictObject({
  ...readingFlags,
  ...transformFlags,
  ...targetFlags,
  ...writeFlags,
  ...rejectFlags,
  ...retryFlags,
  ...ledgerFlags,
  create: z.boolean().default(false),
  addColumn: z.array(addedColumnFlag).default([]),
  dryRun: z.boolean().default(false),
});

/** The raw flags of `load`: every one may be missing. */
export type LoadFlags = z.input<typeof loadFlags>;

/**
 * Resolves the command line of `load` into a plan.
 *
 * @param inputs - The positional arguments.
 * @param flags - The flags under their camel-case names.
 * @param file - What a pipeline file says of records. Default: nothing
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function resolveLoadPlan(inputs: readonly string[], flags: LoadFlags, file?: TransformPlan): LoadPlan {
  const data = parseFlags('load', loadFlags, flags);
  const write = writePlan(data);
  const transform = transformPlan(data, file);
  return Object.freeze({
    reading: readingPlan(inputs, data),
    transform,
    target: targetPlan(data),
    write,
    rejects: rejectPlan(data),
    retry: retryPlan(data),
    ledger: ledgerPlan(data, { write, transform, dryRun: data.dryRun }),
    create: data.create,
    addedColumns: data.addColumn,
    dryRun: data.dryRun,
  });
}
