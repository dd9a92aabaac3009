import { ExpressionFailure } from '../expression-failure.js';
import { type CelFunction, parseSignature } from './cel-function.js';

type Handler = (...values: unknown[]) => unknown;

/**
 * Functions for values of any types, NULL too: one for each name and number of parameters, which gives NULL for NULL and else
 * does what the one for the types of its values does.
 *
 * @returns Signatures as the library has them, with what they do.
 */
export function nullTolerant(functions: readonly CelFunction[]): ReadonlyMap<string, Handler> {
  const groups = new Map<string, Overload[]>();
  for (const { signature, handler } of functions) {
    const { name, params } = parseSignature(signature);
    const key = `${name}(${params.map(() => 'dyn').join(', ')}): dyn`;
    groups.set(key, [...(groups.get(key) ?? []), { name, params, handler: handler as Handler }]);
  }
  return new Map([...groups].map(([signature, overloads]) => [signature, choosing(overloads)]));
}

interface Overload {
  readonly name: string;
  readonly params: readonly string[];
  readonly handler: Handler;
}

function choosing(overloads: readonly Overload[]): Handler {
  return (...values) => {
    if (values.includes(null)) return null;
    const types = values.map(typeOf);
    const fitting = overloads.find(({ params }) => params.every((type, at) => type === 'any' || type === types[at]));
    if (fitting === undefined) throw new ExpressionFailure(`${overloads[0].name}() does not take ${types.join(', ')}`);
    return fitting.handler(...values);
  };
}

function typeOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      return value instanceof Date ? 'timestamp' : Array.isArray(value) ? 'list' : 'map';
  }
}
