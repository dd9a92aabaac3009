/** Target tables for unit tests, without a database. */
import type { TargetColumn, TargetTable } from '../../src/schema/table.js';

/** A nullable text column, unless `over` says otherwise. */
export function column(name: string, over: Partial<TargetColumn> = {}): TargetColumn {
  const type = { name: 'text', builtIn: true, typmod: -1, display: 'text', labels: [] };
  return { name, type, notNull: false, hasDefault: false, generated: false, identity: null, ...over };
}

/** An ordinary table `public.t`. */
export function tableOf(...columns: readonly (string | TargetColumn)[]): TargetTable {
  return {
    name: { schema: 'public', name: 't' },
    kind: 'table',
    columns: columns.map((one) => (typeof one === 'string' ? column(one) : one)),
    rowTriggers: [],
  };
}
