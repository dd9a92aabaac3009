import { z } from 'zod';
import { SluiceError } from '../errors/sluice-error.js';
import type { FingerprintKind } from '../schema/fingerprint.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';
import { rememberingPart } from './transform/remembering-part.js';
import type { WritePlan } from './write-plan.js';

/** What a load has to do with the ledger: the record, in the target database, of what is in already. */
export interface LedgerPlan {
  /** `resumable`: each statement is noted with its commit. `once`: the whole load is. `none`: nothing is. */
  readonly use: 'none' | 'once' | 'resumable';
  /** `--again`: what earlier runs have loaded doesn't count. */
  readonly again: boolean;
  /** `--fingerprint`: how it is known whether a source has changed. */
  readonly fingerprint: FingerprintKind;
  /** `--if-running`: what to do while another run loads the same source into the same table. */
  readonly ifRunning: 'wait' | 'stop';
}

/** The flags about the ledger, as commander hands them over. */
export const ledgerFlags = {
  resumable: z.boolean().default(false),
  once: z.boolean().default(false),
  again: z.boolean().default(false),
  fingerprint: z.enum(['quick', 'sha256'], 'takes quick or sha256').optional(),
  ifRunning: z.enum(['wait', 'stop'], 'takes wait or stop').optional(),
};

interface OtherPlans {
  readonly write: WritePlan;
  readonly transform: TransformPlan;
  readonly dryRun: boolean;
}

type LedgerFlags = z.output<z.ZodObject<typeof ledgerFlags>>;

/**
 * The plan that {@link ledgerFlags} resolve to, given what else is asked of the load.
 *
 * @param load - What else is asked of the load.
 * @throws SluiceError USAGE when the flags don't go together.
 */
export function ledgerPlan(data: LedgerFlags, load: OtherPlans): LedgerPlan {
  const use = data.resumable ? 'resumable' : data.once ? 'once' : 'none';
  if (use === 'none') assertNoneGiven(data);
  if (use === 'resumable') assertInStatements(load);
  if (use === 'once' && load.write.mode === 'replace') throw replacedOnce();
  return {
    use,
    again: data.again,
    fingerprint: data.fingerprint ?? 'quick',
    ifRunning: data.ifRunning ?? 'wait',
  };
}

function assertNoneGiven({ again, fingerprint, ifRunning }: LedgerFlags): void {
  const given = {
    '--again': again,
    '--fingerprint': fingerprint !== undefined,
    '--if-running': ifRunning !== undefined,
  };
  const flag = Object.entries(given).find(([, isGiven]) => isGiven)?.[0];
  if (flag === undefined) return;
  throw new SluiceError('USAGE', `${flag} means nothing without --resumable or --once.`, {
    hint: 'Add --once to load a source no more than once, or --resumable to be able to go on after a failure too.',
  });
}

/** What earlier runs have loaded is not in the table any more, once another source has replaced it. */
function replacedOnce(): SluiceError {
  return new SluiceError(
    'USAGE',
    '--once goes by what was loaded before, and --mode replace takes that out of the table.',
    {
      hint: 'Leave one of them out.',
    },
  );
}

/** What one transaction must see whole can't be committed in pieces. */
function assertInStatements({ write, transform, dryRun }: OtherPlans): void {
  const part = rememberingPart(transform);
  if (part !== null) throw remembering(part);
  const whole = [
    ...(write.mode === 'append' ? [] : [`--mode ${write.mode}`]),
    ...(write.before.length === 0 ? [] : ['--before']),
    ...(write.after.length === 0 ? [] : ['--after']),
    ...(dryRun ? ['--dry-run'] : []),
  ];
  if (whole.length === 0) return;
  throw new SluiceError(
    'USAGE',
    `${whole[0]} is for one transaction, and --resumable commits statement by statement.`,
    {
      hint: 'Leave one of them out. With --once, a load of one transaction is not made twice either.',
    },
  );
}

/** A run that goes on where another ended does not know what that one has seen. */
function remembering(part: string): SluiceError {
  const message = `${part} goes by the records that came before, and --resumable goes on without reading those again.`;
  return new SluiceError('USAGE', message, {
    hint: 'Leave one of them out. With --once, a load of one transaction is not made twice either.',
  });
}
