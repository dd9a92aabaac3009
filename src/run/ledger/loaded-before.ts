import { displaySource } from '../../batch/display-source.js';
import type { LoadPlan } from '../../config/load-plan.js';
import type { Client } from '../../postgres/client.js';
import { findFinished, type FinishedSource } from '../../postgres/ledger/find-sources.js';
import { numbers } from '../../report/numbers.js';
import type { RecordSource } from '../reading/record-source.js';
import type { Run } from '../run.js';
import type { Attempts } from './attempts.js';
import type { KnownSource } from './known-sources.js';

/**
 * Passes over the sources that a finished run has put into the table, and says so. With `--again` only those of an earlier
 * attempt at this load count.
 *
 * @returns The others, in their order.
 */
export async function withoutLoaded(
  { account, context, plan }: Run<LoadPlan>,
  client: Client,
  { sources, tableOid, attempts }: LookUp,
): Promise<KnownSource[]> {
  const found = await findFinished(
    client,
    tableOid,
    sources.map(({ identity }) => identity),
  );
  return sources.filter(({ input }, index) => {
    const before = found[index];
    const isOwn = before !== null && attempts.runs.includes(before.run);
    if (before === null || (plan.ledger.again && !isOwn)) return true;
    context.notice(loadedLine(input, before));
    // An earlier attempt at this load has begun with it: what is in is this load's.
    if (attempts.runs.length > 0) account.addSettled(before);
    else account.loadedBefore.push({ name: input.source.ref.name, run: before.run, at: before.at.toISOString() });
    return false;
  });
}

/** What is looked for. */
export interface LookUp {
  readonly sources: readonly KnownSource[];
  readonly tableOid: number;
  readonly attempts: Attempts;
}

function loadedLine({ source }: RecordSource, { run, at, loaded }: FinishedSource): string {
  const when = at.toISOString().replace('T', ' ').slice(0, 19);
  return `${displaySource(source.ref.name)} is in already: run ${run} loaded ${numbers.counted(loaded, 'row')} of it, until ${when} UTC`;
}
