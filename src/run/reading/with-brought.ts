import type { TargetPlan } from '../../config/target-plan.js';
import type { TargetTable } from '../../schema/table.js';
import type { AgreedColumns } from './agreed-columns.js';
import type { RecordSource } from './record-source.js';

/** What columns are wanted by. */
export interface WantedBy {
  readonly inputs: readonly RecordSource[];
  readonly table: TargetTable;
  readonly plan: Pick<TargetPlan, 'map'>;
}

/**
 * The columns of inputs, with those that their steps make when they are wanted: by a column of the table that has such a name,
 * or by `--map`.
 */
export function withBrought({ names, width }: AgreedColumns, { inputs, table, plan }: WantedBy): AgreedColumns {
  if (names === null) return { names, width };
  const known = new Set(names);
  const wanted = [...table.columns.map(({ name }) => name), ...plan.map.keys()];
  const brought = wanted.filter((name) => !known.has(name) && inputs.some((input) => input.brings(name)));
  const all = [...names, ...new Set(brought)];
  return { names: all, width: all.length };
}
