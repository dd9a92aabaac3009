import type { ValidatePlan } from '../config/validate-plan.js';
import type { RunSummary } from '../report/summary.js';
import { encodedColumns } from './encoded-columns.js';
import { LoadTransfer } from './load-transfer.js';
import { assertRunAccounted } from './accounting.js';
import { expectationOf } from './expectation.js';
import { openRejecting } from './rejecting.js';
import type { RunContext } from './run-context.js';
import { openRunInputs } from './run-inputs.js';
import { makeRun, type Run } from './run.js';
import { layoutFor } from './target-columns.js';
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
  const opened = await openRunInputs(run);
  const rejecting = await openRejecting(run, opened);
  const { inputs, columns, session } = await expectationOf(run, opened);
  const options = { session, spelling: plan.reading.spelling, loadedAt: new Date() };
  const transfers = inputs.map(
    (input) =>
      new LoadTransfer({
        input,
        layout: layoutFor(columns, input),
        columnsFor: (fields) => encodedColumns(columns, options, { source: input.source.ref, fields }),
        badBytes: plan.reading.badBytes,
        rejects: rejecting.rejects,
        writer: nowhere,
      }),
  );
  await runTransfers(run, transfers, rejecting);
  await rejecting.settle();
  account.acknowledged = account.sources.reduce((sum, { sent }) => sum + sent, 0);
  assertRunAccounted(account);
  for (const { source } of inputs) await source.assertUnchanged();
}

/** Where checked rows go that nobody wants. */
const nowhere = {
  write: ({ release }: { readonly release: () => void }): Promise<void> => {
    release();
    return Promise.resolve();
  },
};
