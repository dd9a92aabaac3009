import type { TypeOf } from '../../schema/transform/transform-plan.js';
import type { RecordSource } from './record-source.js';

/**
 * The same inputs, whose fields have these types for what a pipeline does with them, in every reading: where a table is made
 * by the run, the types of its columns are those that they have afterwards.
 */
export function withTypesBefore(inputs: readonly RecordSource[], typeBefore: TypeOf): readonly RecordSource[] {
  return inputs.map((input) => {
    if (input.before === null) return input;
    return { ...input, records: (layout, start) => input.records({ typeBefore, ...layout }, start) };
  });
}
