import { z } from 'zod';
import { parseTableName, type TableName } from '../schema/table.js';
import { mapFlag } from './flag-values.js';

/** What is asked about the table that records are for, and about the meeting of columns. */
export interface TargetPlan {
  /** `--db`; null leaves it to the environment. */
  readonly db: string | null;
  /** `--table`; null: named after the input. */
  readonly table: TableName | null;
  /** File column to table column. */
  readonly map: ReadonlyMap<string, string>;
  /** As typed: each the name of a file column, or several with commas between them. */
  readonly ignoreColumns: ReadonlySet<string>;
}

/** The flags about the target, as commander hands them over. */
export const targetFlags = {
  db: z.string().min(1).optional(),
  table: z.string().optional(),
  map: z.array(mapFlag).default([]),
  ignoreColumns: z.array(z.string()).default([]),
};

/**
 * The plan that {@link targetFlags} resolve to.
 *
 * @throws SluiceError USAGE when the table's name is none.
 */
export function targetPlan(data: z.output<z.ZodObject<typeof targetFlags>>): TargetPlan {
  return {
    db: data.db ?? null,
    table: data.table === undefined ? null : parseTableName(data.table),
    map: new Map(data.map),
    ignoreColumns: new Set(data.ignoreColumns),
  };
}
