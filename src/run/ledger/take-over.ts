import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import type { Client } from '../../postgres/client.js';
import { abandonSources } from '../../postgres/ledger/abandon-sources.js';
import { claimSources } from '../../postgres/ledger/claim-sources.js';
import type { SourceIdentity } from '../../postgres/ledger/source-identity.js';
import type { Progress } from '../../postgres/ledger/read-progress.js';
import { findUnfinished, type UnfinishedSource } from '../../postgres/ledger/find-sources.js';
import { beginRun, endLost } from '../../postgres/ledger/runs.js';
import { numbers } from '../../report/numbers.js';
import { displayTable } from '../../schema/identifiers.js';
import type { TargetTable } from '../../schema/table.js';
import type { LoadPlan } from '../../config/load-plan.js';
import { packageVersion } from '../package-version.js';
import type { RecordSource } from '../reading/record-source.js';
import type { Rejecting } from '../rejecting.js';
import type { Run } from '../run.js';
import { assertNotElsewhere } from './partly-loaded.js';
import type { Attempts } from './attempts.js';
import { assertContinues } from './assert-continues.js';
import { namesOf, type KnownSource } from './known-sources.js';

/** A source, and how far earlier runs have come with it. */
export interface ResumedSource {
  readonly input: RecordSource;
  readonly progress: Progress;
}

/** A resumable run as the ledger has it. */
export interface ResumableRun {
  readonly number: number;
  readonly sources: readonly ResumedSource[];
}

/** What a run goes on with, or begins. */
export interface ResumeOptions {
  readonly client: Client;
  readonly table: TargetTable;
  readonly tableOid: number;
  readonly sources: readonly KnownSource[];
  readonly rejecting: Rejecting;
  readonly attempts: Attempts;
}

/**
 * Takes sources over from the runs that have left them unfinished, or begins with them. In a transaction of the caller.
 *
 * @throws SluiceError SOURCE_CHANGED when one is not what it was; USAGE when it would be read otherwise than it was.
 */
export async function takeOver(run: Run<LoadPlan>, options: ResumeOptions): Promise<ResumableRun> {
  const { client, table, tableOid, sources, rejecting, attempts } = options;
  const identities = sources.map(({ identity }) => identity);
  // A later attempt goes on with what the first has begun anew.
  const isAnew = run.plan.ledger.again && attempts.runs.length === 0;
  if (isAnew) await abandonSources(client, tableOid, namesOf(sources));
  const unfinished = await findUnfinished(client, tableOid, identities);
  for (const [index, before] of unfinished.entries()) if (before !== null) assertContinues(identities[index], before);
  if (!run.plan.ledger.again) await assertNotElsewhere(client, tableOid, begunAnew(identities, unfinished));
  const target = { oid: tableOid, name: displayTable(table.name) };
  const number = await beginRun(client, { kind: 'resumable', table: target, version: packageVersion() });
  const claims = sources.map(({ identity, input }, index) => {
    const { records, faults } = rejecting.pathsOf(input.source.ref);
    return { identity, source: unfinished[index]?.source ?? null, rejectsFile: records, faultsFile: faults };
  });
  await endLost(
    client,
    unfinished.flatMap((before) => (before === null ? [] : [before.run])),
  );
  const progress = await claimSources(client, number, target, claims);
  const resumed = sources.map(({ input }, index) => ({ input, progress: progress[index] }));
  for (const [index, one] of resumed.entries())
    continueOne(run, rejecting, { ...one, before: unfinished[index], number });
  return { number, sources: resumed };
}

function begunAnew(
  identities: readonly SourceIdentity[],
  unfinished: readonly (UnfinishedSource | null)[],
): SourceIdentity[] {
  return identities.filter((_, index) => unfinished[index] === null);
}

interface Continued extends ResumedSource {
  readonly before: UnfinishedSource | null;
  /** The run that goes on. */
  readonly number: number;
}

/** Says how far a source is, and goes on with its reject files. */
function continueOne({ context, account }: Run, rejecting: Rejecting, continued: Continued): void {
  const { input, progress, before, number } = continued;
  const { records, rejected } = progress;
  if (before === null || records === 0) return;
  const { ref } = input.source;
  account.addSettled(progress);
  const name = displaySource(ref.name);
  context.notice(
    `going on with ${name} after run ${before.run}: ${numbers.counted(records, 'record')} of it are settled`,
  );
  if (rejected === 0) return;
  if (progress.rejects !== null && rejecting.files.continue(ref, progress.rejects)) return;
  const aside = rejecting.files.setAside(ref, `before-run-${number}`);
  const where =
    aside.length === 0 ? '' : `; what is here is now ${aside.map((path) => printable(path, 200)).join(', ')}`;
  context.notice(
    `${numbers.counted(rejected, 'reject')} of ${name} went into files that are not here as they were left${where}; new files begin`,
  );
}
