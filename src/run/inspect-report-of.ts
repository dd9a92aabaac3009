import type { InspectPlan } from '../config/inspect-plan.js';
import type { InspectedColumn, InspectReport } from '../report/inspect/inspect-report.js';
import { newColumnNames } from '../schema/column-names.js';
import { createTableSql } from '../schema/create-table.js';
import type { ColumnFacts } from '../schema/profile/column-facts.js';
import { tableNameFromSource } from '../schema/table-name-from-source.js';
import type { TableName } from '../schema/table.js';
import { typeOfColumn } from './type-of-column.js';
import { loadCommand } from './load-command.js';
import type { RecordSource } from './reading/record-source.js';

/** What an inspection has found out. */
export interface Findings {
  readonly input: RecordSource;
  readonly plan: InspectPlan;
  /** The columns' names; empty where the source has none. */
  readonly names: readonly string[];
  readonly facts: readonly ColumnFacts[];
  /** The JSON types of a column's values, as bits. */
  readonly typesOf: (name: string) => number;
  readonly records: number;
  readonly malformed: number;
  readonly isSample: boolean;
}

/** The findings as they are reported. */
export function inspectReport(findings: Findings): InspectReport {
  const { input, plan, records, malformed, isSample } = findings;
  const columns = inspectedColumns(findings);
  const table = tableOf(plan, input);
  return {
    source: input.source.ref.name,
    format: input.format,
    encoding: input.encoding,
    compression: input.compression,
    dialect: input.dialect,
    bytes: input.source.position(),
    records,
    malformed,
    isSample,
    columns,
    createTable:
      table === null || columns.length === 0
        ? null
        : createTableSql({ name: table, columns: columns.map(({ column, type }) => ({ name: column, type })) }),
    loadCommand: loadCommand(input, table, plan),
  };
}

function inspectedColumns({
  names,
  facts,
  typesOf,
}: Findings): (InspectedColumn & { type: ReturnType<typeof typeOfColumn> })[] {
  const columnNames = newColumnNames(names);
  return facts.map((fact, index) => ({
    ...fact,
    name: names[index],
    column: columnNames[index],
    type: typeOfColumn(fact.type, typesOf(names[index])),
  }));
}

/** Null when neither a flag nor the input's name names one. */
function tableOf({ table }: InspectPlan, { source }: RecordSource): TableName | null {
  if (table !== null) return table;
  try {
    return { schema: null, name: tableNameFromSource(source.ref.name) };
  } catch {
    return source.ref.name === '-' ? { schema: null, name: 'stdin' } : null;
  }
}
