import type { TargetPlan } from '../config/target-plan.js';
import type { ValidatePlan } from '../config/validate-plan.js';
import { readSession } from '../postgres/session.js';
import type { SessionSettings } from '../schema/codecs/codec.js';
import { assertTyped } from './assert-typed.js';
import { inferColumns } from './infer-columns.js';
import { agreedColumns, columnLabels } from './reading/agreed-columns.js';
import type { RecordSource } from './reading/record-source.js';
import { withBrought } from './reading/with-brought.js';
import { repeatable } from './reading/repeatable.js';
import { withTypesBefore } from './reading/with-types-before.js';
import { connectFor, learnDateOrder, openRunDatabase } from './run-database.js';
import { PLAIN_SESSION } from '../transforms/columns/value-order.js';
import type { Run } from './run.js';
import { openTarget, targetName } from './target.js';
import { meetTable, type TargetColumns } from './target-columns.js';

/** What records are held against. */
export interface Expectation {
  /** The inputs, such as can still be read. */
  readonly inputs: readonly RecordSource[];
  readonly columns: TargetColumns;
  readonly session: SessionSettings;
}

/**
 * Finds out what the records of a validation must be: rows of a table, or values of given and inferred types.
 *
 * @throws SluiceError HEADERS_DIFFER, TABLE_MISSING, COLUMN_MISMATCH, USAGE, and what sources and database throw.
 */
export async function expectationOf(run: Run<ValidatePlan>, inputs: readonly RecordSource[]): Promise<Expectation> {
  const { target } = run.plan;
  return target === null ? typesOfInputs(run, inputs) : rowsOfTable(run, target, inputs);
}

async function rowsOfTable(
  run: Run<ValidatePlan>,
  target: TargetPlan,
  inputs: readonly RecordSource[],
): Promise<Expectation> {
  const agreed = agreedColumns(inputs);
  const { plan, account } = run;
  const client = await connectFor(plan.reading, await openRunDatabase(target, run));
  await learnDateOrder(client, run);
  const table = await openTarget(client, targetName(target, inputs));
  account.table = table.name;
  const hasLateKeys = inputs.every(({ format }) => format !== 'csv');
  return {
    inputs,
    columns: meetTable({
      agreed: withBrought(agreed, { inputs, table, plan: target }),
      table,
      plan: target,
      addedColumns: [],
      isFlattened: plan.reading.json.flatten,
      hasLateKeys,
      code: plan.transform.code,
    }),
    session: await readSession(client),
  };
}

async function typesOfInputs(
  { plan, context, releasers }: Run<ValidatePlan>,
  opened: readonly RecordSource[],
): Promise<Expectation> {
  const again = await repeatable(opened, { context, releasers });
  const { names, types, typeBefore } = await inferColumns(again, plan.reading, context.io.signal);
  const inputs = withTypesBefore(again, typeBefore);
  const columnNames = columnLabels({ names, width: types.length });
  assertTyped(plan.types, columnNames);
  const columns = columnNames.map((name, index) => {
    const type = plan.types.get(name) ?? types[index];
    return { name, type, notNull: false, hasDefault: false, generated: false, identity: null };
  });
  const filled = columns.map((column, index) => ({ name: column.name, index, column }));
  return {
    inputs,
    columns: { filled, firstLate: filled.length, added: [], ignored: new Set() },
    session: PLAIN_SESSION,
  };
}
