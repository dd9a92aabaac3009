import type { ColumnType, SessionSettings } from '../schema/codecs/codec.js';
import { codecFor } from '../schema/codecs/registry.js';
import type { Spelling } from '../schema/spelling/spelling.js';
import type { ColumnPlan } from '../schema/transform/column-plan.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';
import { Encoder } from '../transforms/encode/encoder.js';
import type { PromptStep } from '../transforms/steps/step.js';

/** The types that a pipeline says its columns have in the end, by their names. What is hashed or masked is text. */
export function declaredTypes({ columns }: TransformPlan): ReadonlyMap<string, ColumnType> {
  const typed = columns.filter(({ disguises }) => disguises.length === 0);
  return new Map(typed.flatMap(({ name, type }) => (type === null ? [] : [[name, type] as const])));
}

/** The columns whose values are spelled as PostgreSQL spells them, however the file does, by their names. */
export function spelledColumns({ columns }: TransformPlan): ReadonlySet<string> {
  const isSpelled = ({ expr, changes }: ColumnPlan): boolean =>
    expr !== null || changes.some(({ kind }) => kind === 'number' || kind === 'date');
  return new Set(columns.filter(isSpelled).map(({ name }) => name));
}

/** A column whose values are held against a type. */
export interface TypedField {
  readonly name: string;
  readonly type: ColumnType;
  /** How the file spells the values; null: as PostgreSQL does. */
  readonly spelling: Spelling | null;
  /** The index of its field in a record. */
  readonly field: number;
}

/** Without a database, values are read as the embedded one would. */
export const PLAIN_SESSION: SessionSettings = { timeZone: 'UTC', dateOrder: 'MDY' };

/**
 * The step that holds values against types where nothing is encoded, as a load would; a record that has others moves to
 * the batch's rejected ones. Values that only PostgreSQL can judge pass.
 *
 * @param fields - At least one.
 */
export function checkTypes(fields: readonly TypedField[]): PromptStep {
  const columns = fields.map((field) => ({ ...field, nullable: true, codec: codecFor(field.type, PLAIN_SESSION) }));
  const encoder = new Encoder({ columns, rejects: null, releaseBatch: () => undefined });
  return (batch) => {
    const { rejected, release } = encoder.encode(batch);
    batch.rejected.push(...rejected);
    release();
    return batch;
  };
}
