import type { ValidatePlan } from '../config/validate-plan.js';
import type { RunSummary } from '../report/summary.js';
import { loadTransfers } from './load-transfers.js';
import { assertRunAccounted } from './accounting.js';
import { expectationOf } from './expectation.js';
import { openLookups } from './lookups/open-lookups.js';
import { passMemory } from './pass-memory.js';
import { openRejecting } from './rejecting.js';
import { openRunDatabase } from './run-database.js';
import type { RunContext } from './run-context.js';
import { openRunInputs, tellFindings } from './run-inputs.js';
import { makeRun, type Run } from './run.js';
import { runTransfers } from './transfers.js';

/**
 * Does everything that a load does but the load: reads the inputs and checks every value, against the columns of a table
 * or against given and inferred types. This never rejects.
 */
export function runValidate(plan: ValidatePlan, context: RunContext): Promise<RunSummary> {
  return makeRun({ command: 'validate', plan, context, isTrial: true }, validate);
}

async function validate(run: Run<ValidatePlan>): Promise<void> {
  const { plan, account } = run;
  account.countsSent = true;
  const opened = await openRunInputs(plan, run);
  tellFindings(opened, run.context);
  const rejecting = await openRejecting(run, opened);
  await openLookups(run, { databaseOf: () => openRunDatabase(plan.target ?? { db: null }, run) });
  const expectation = await expectationOf(run, opened);
  const { rejects } = rejecting;
  const transfers = loadTransfers(expectation, {
    reading: plan.reading,
    rejects,
    writer: nowhere,
    memory: passMemory(run),
  });
  await runTransfers(run, transfers, rejecting);
  await rejecting.settle();
  account.acknowledged = account.sent;
  assertRunAccounted(account);
  for (const { source } of expectation.inputs) await source.assertUnchanged();
}

/** Where checked rows go that nobody wants. */
const nowhere = {
  write: ({ release }: { readonly release: () => void }): Promise<void> => {
    release();
    return Promise.resolve();
  },
};
