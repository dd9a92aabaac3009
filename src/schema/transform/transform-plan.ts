/** What a pipeline asks of the records between the parser and their destination: plain data, with nothing left to interpret. */
import type { ColumnType } from '../codecs/codec.js';
import type { ColumnPlan } from './column-plan.js';
import type { CodePlan } from './code-plan.js';
import type { Expression } from './expression.js';
import type { RecordStepPlan, ShapeStepPlan } from './record-step-plan.js';

/** All of it, in the order in which it is done. */
export interface TransformPlan {
  /** Steps that give records another shape, before their columns are looked at. */
  readonly shape: readonly ShapeStepPlan[];
  /** The columns that are made or changed, by their names afterwards. */
  readonly columns: readonly ColumnPlan[];
  /** What becomes of the fields that no column is made from. */
  readonly others: 'keep' | 'drop';
  /** A record for which it is false is filtered. */
  readonly where: Expression | null;
  /** What must hold for each record that is left. */
  readonly rules: readonly RecordRule[];
  /** Steps on whole records, in their order. */
  readonly steps: readonly RecordStepPlan[];
  /** What a pipeline written in code adds; null: it is none. */
  readonly code: CodePlan | null;
}

/** A condition on a record. */
export interface RecordRule {
  readonly expr: Expression;
  /** What is said of a record for which it is false. */
  readonly message: string;
}

/** What is known of the type of a value by the name of its column; null: nothing, so it is text. */
export type TypeOf = (name: string) => ColumnType | null;

/** The plan that leaves records as they are. */
export const NO_TRANSFORM: TransformPlan = {
  shape: [],
  columns: [],
  others: 'keep',
  where: null,
  rules: [],
  steps: [],
  code: null,
};

/** Whether a plan leaves records as they are. */
export function isNoTransform({ shape, columns, others, where, rules, steps, code }: TransformPlan): boolean {
  const parts = shape.length + columns.length + rules.length + steps.length;
  return parts === 0 && others === 'keep' && where === null && code === null;
}
