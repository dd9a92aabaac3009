import type { ReadingPlan } from '../config/reading-plan.js';
import type { ColumnType } from '../schema/codecs/codec.js';
import type { InferredType } from '../schema/infer/inferred-type.js';
import { TypeInference } from '../schema/infer/type-inference.js';
import { builtInType } from '../schema/type-from-name.js';
import type { TypeOf } from '../schema/transform/transform-plan.js';
import { RunMemory } from '../transforms/record/steps/run-memory.js';
import { agreedColumns, columnLabels } from './reading/agreed-columns.js';
import { batchesOf } from './reading/batches.js';
import { allColumns } from './reading/layouts.js';
import type { RecordSource } from './reading/record-source.js';
import { withAllKeys } from './reading/with-all-keys.js';
import { typeOfColumn } from './type-of-column.js';

/** The columns of inputs as their own bytes show them. */
export interface InferredColumns {
  /** Null when columns are known by position only. */
  readonly names: readonly string[] | null;
  readonly types: readonly ColumnType[];
  /** The types of the fields before a pipeline changes them; of none if there is no pipeline. */
  readonly typeBefore: TypeOf;
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
  const memory = new RunMemory();
  try {
    return await typesOfRecords(inputs, plan, { signal, memory });
  } finally {
    await memory.release();
  }
}

async function typesOfRecords(
  inputs: readonly RecordSource[],
  plan: ReadingPlan,
  { signal, memory }: { readonly signal: AbortSignal; readonly memory: RunMemory },
): Promise<InferredColumns> {
  const typeBefore = await typesBefore(inputs, plan, signal);
  const complete = await withAllKeys(inputs, signal);
  const agreed = agreedColumns(complete.inputs);
  const inference = new TypeInference(agreed.width, plan.spelling);
  // What a pipeline has spelled anew is not spelled as the file does.
  const anew = new TypeInference(agreed.width);
  const isAnew = new Set<number>();
  const given = new Map<number, ColumnType>();
  for (const input of complete.inputs) {
    const reading = await input.records({ ...allColumns(agreed, input), typeBefore, memory });
    for (const [index, type] of (reading.types ?? []).entries()) if (type !== null) given.set(index, type);
    for (const [index, isPlain] of (reading.isPlain ?? []).entries()) if (isPlain) isAnew.add(index);
    for await (const batch of batchesOf(input.source, reading, signal)) {
      inference.observe(batch, reading.fields);
      if (isAnew.size > 0) anew.observe(batch, reading.fields);
    }
  }
  const anewTypes = anew.types();
  const types = inference
    .types()
    .map((type, index) => (isAnew.has(index) ? anewTypes[index] : type))
    .map((type, index) => given.get(index) ?? seenType(type, complete.typesOf(agreed.names?.[index] ?? '')));
  return { names: agreed.names, types, typeBefore };
}

function seenType(looks: InferredType, seen: number): ColumnType {
  return builtInType(typeOfColumn(looks, seen));
}

/**
 * The types that fields have before a pipeline changes them: what it does may depend on them. Inputs without a pipeline are not
 * read for it.
 *
 * @param inputs - Such as can be read again afterwards.
 */
export async function typesBefore(
  inputs: readonly RecordSource[],
  plan: ReadingPlan,
  signal: AbortSignal,
): Promise<TypeOf> {
  const before = inputs.flatMap(({ before: own }) => (own === null ? [] : [own]));
  if (before.length === 0) return () => null;
  const { names, types } = await inferColumns(before, plan, signal);
  const known = new Map(columnLabels({ names, width: types.length }).map((name, index) => [name, types[index]]));
  return (name) => known.get(name) ?? null;
}
