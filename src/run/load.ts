import type { LoadPlan } from '../config/load-plan.js';
import { checkDeferredAtOnce } from '../postgres/deferred-constraints.js';
import type { RunSummary } from '../report/summary.js';
import { qualifiedName, quoteIdentifier } from '../schema/identifiers.js';
import { CopyLane, type CopyTarget } from '../sinks/copy/copy-lane.js';
import { CopyLanes } from '../sinks/copy/copy-lanes.js';
import { DatabaseFaults } from '../sinks/copy/database-faults.js';
import { assertRunAccounted } from './accounting.js';
import { loadTransfers } from './load-transfers.js';
import { prepare, type Prepared } from './prepare.js';
import { openRunDatabase } from './run-database.js';
import { openRejecting, type Rejecting } from './rejecting.js';
import type { RunContext } from './run-context.js';
import { openRunInputs, tellFindings } from './run-inputs.js';
import { makeRun, type Run } from './run.js';
import { keepHeapSmall } from './small-heap.js';
import { runTransfers } from './transfers.js';

/**
 * Loads the inputs into one table, in one transaction. Whatever happens, the connection is closed and the summary
 * says how it ended: this never rejects.
 */
export function runLoad(plan: LoadPlan, context: RunContext): Promise<RunSummary> {
  keepHeapSmall();
  return makeRun({ command: 'load', plan, context, isTrial: plan.dryRun }, load);
}

async function load(run: Run<LoadPlan>): Promise<void> {
  const { plan, context, account, releasers } = run;
  const inputs = await openRunInputs(plan.reading, run);
  tellFindings(inputs, run.context);
  const rejecting = await openRejecting(run, inputs);
  const database = await openRunDatabase(plan.target, run);
  const prepared = await prepare({ plan, context, releasers, database, inputs });
  account.table = prepared.table.name;
  account.tableCreated = prepared.tableCreated;
  await checkDeferredAtOnce(prepared.client, prepared.table);
  const lanes = openLanes(run, prepared, rejecting);
  const { rejects } = rejecting;
  const transfers = loadTransfers(prepared, { reading: plan.reading, rejects, writer: lanes });
  await runTransfers(run, transfers, { rejects, finish: () => lanes.finish() });
  account.acknowledged = lanes.loaded;
  await settle(run, prepared, rejecting);
}

/** Opens what rows are sent through. Over budget, sending ends and everything is undone while reading goes on. */
function openLanes({ releasers }: Run, prepared: Prepared, { rejects }: Rejecting): CopyLanes {
  const { client, table, columns, transaction } = prepared;
  const list = [...columns.filled, ...columns.added].map(({ column }) => quoteIdentifier(column.name)).join(', ');
  const start = `COPY ${qualifiedName(table.name)} (${list}) FROM STDIN`;
  const target: CopyTarget = {
    table: table.name.name,
    copySql: (format) => `${start} (FORMAT ${format})`,
    rejects,
    faults: new DatabaseFaults(),
    mayGoOn: rejects.mayGoOn,
  };
  const lanes = new CopyLanes([new CopyLane(client, target)]);
  releasers.defer(() => lanes.abandon());
  rejects.onOverBudget(() => void lanes.abandon().then(() => transaction.rollback()));
  return lanes;
}

/** Everything has been read and acknowledged: decides whether it is kept. */
async function settle(run: Run<LoadPlan>, { inputs, transaction }: Prepared, rejecting: Rejecting): Promise<void> {
  const { plan, account, interrupt } = run;
  await rejecting.settle();
  assertRunAccounted(account);
  for (const { source } of inputs) await source.assertUnchanged();
  await transaction.checkConstraints();
  if (plan.dryRun) return;
  interrupt.close();
  await transaction.commit();
  account.committed = true;
}
