import type { FoundKey, RecordSource } from './record-source.js';

/** Inputs that know all their columns. */
export interface CompleteInputs {
  readonly inputs: readonly RecordSource[];
  /** The JSON types of the values that a name has in any input, as bits; 0 when it has none. */
  typesOf(name: string): number;
}

/**
 * Reads through those inputs whose heads don't tell all names.
 *
 * @param inputs - Such as can be read again afterwards, unless their heads do tell.
 */
export async function withAllKeys(inputs: readonly RecordSource[], signal: AbortSignal): Promise<CompleteInputs> {
  const types = new Map<string, number>();
  const complete: RecordSource[] = [];
  for (const input of inputs) complete.push(await completed(input, types, signal));
  return { inputs: complete, typesOf: (name) => types.get(name) ?? 0 };
}

async function completed(input: RecordSource, types: Map<string, number>, signal: AbortSignal): Promise<RecordSource> {
  if (input.findKeys === null) return input;
  const keys: readonly FoundKey[] = await input.findKeys(signal);
  for (const { name, types: seen } of keys) types.set(name, (types.get(name) ?? 0) | seen);
  return input.knowing(keys);
}
