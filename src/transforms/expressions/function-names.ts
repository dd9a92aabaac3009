import { typedEnvironment } from './cel-environment.js';
import { valueFunctions } from './functions/value-functions.js';

/** All functions and methods that expressions have, with their signatures: CEL's own too. */
export function functionNames(): ReadonlyMap<string, readonly string[]> {
  return (names ??= collect());
}

let names: ReadonlyMap<string, readonly string[]> | null = null;

function collect(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>(valueFunctions.map(({ name, signature }) => [name, [signature]]));
  for (const { name, signature } of typedEnvironment().getDefinitions().functions) {
    found.set(name, [...(found.get(name) ?? []), signature]);
  }
  return found;
}
