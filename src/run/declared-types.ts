import type { SessionSettings } from '../schema/codecs/codec.js';
import { codecFor } from '../schema/codecs/registry.js';
import { spellingFor, type ValueSpelling } from '../schema/spelling/spelling-for.js';
import type { ColumnType } from '../schema/codecs/codec.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';
import { Encoder } from '../transforms/encode/encoder.js';
import type { PromptStep } from '../transforms/steps/step.js';

/** The types that a pipeline says its columns have, by their names. */
export function declaredTypes({ columns }: TransformPlan): ReadonlyMap<string, ColumnType> {
  return new Map(columns.flatMap(({ name, type }) => (type === null ? [] : [[name, type] as const])));
}

/** A column whose values are held against a type. */
export interface TypedField {
  readonly name: string;
  readonly type: ColumnType;
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
 * @param spelling - How the file spells values.
 */
export function checkTypes(fields: readonly TypedField[], spelling: ValueSpelling): PromptStep {
  const columns = fields.map((field) => ({
    ...field,
    nullable: true,
    codec: codecFor(field.type, PLAIN_SESSION),
    spelling: spellingFor(field.type, spelling),
  }));
  const encoder = new Encoder({ columns, rejects: null, releaseBatch: () => undefined });
  return (batch) => {
    const { rejected, release } = encoder.encode(batch);
    batch.rejected.push(...rejected);
    release();
    return batch;
  };
}
