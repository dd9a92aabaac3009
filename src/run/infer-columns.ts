import type { ReadingPlan } from '../config/reading-plan.js';
import type { NewColumnType } from '../schema/infer/inferred-type.js';
import { TypeInference } from '../schema/infer/type-inference.js';
import { agreedColumns } from './reading/agreed-columns.js';
import { batchesOf } from './reading/batches.js';
import { allColumns } from './reading/layouts.js';
import type { RecordSource } from './reading/record-source.js';
import { withAllKeys } from './reading/with-all-keys.js';
import { typeOfColumn } from './type-of-column.js';

/** The columns of inputs as their own bytes show them. */
export interface InferredColumns {
  /** Null when columns are known by position only. */
  readonly names: readonly string[] | null;
  readonly types: readonly NewColumnType[];
}

/**
 * Reads all inputs to find the narrowest type that every value of each column has. Malformed records have no say: they
 * will be rejects.
 *
 * @param inputs - Such as can be read again afterwards.
 * @throws SluiceError HEADERS_DIFFER, and what the sources throw; the signal's reason when it is aborted.
 */
export async function inferColumns(
  inputs: readonly RecordSource[],
  plan: ReadingPlan,
  signal: AbortSignal,
): Promise<InferredColumns> {
  const complete = await withAllKeys(inputs, signal);
  const agreed = agreedColumns(complete.inputs);
  const inference = new TypeInference(agreed.width, plan.spelling);
  for (const input of complete.inputs) {
    const reading = await input.records(allColumns(agreed, input));
    for await (const batch of batchesOf(input.source, reading, signal)) inference.observe(batch, reading.fields);
  }
  const types = inference
    .types()
    .map((type, index) => typeOfColumn(type, complete.typesOf(agreed.names?.[index] ?? '')));
  return { names: agreed.names, types };
}
