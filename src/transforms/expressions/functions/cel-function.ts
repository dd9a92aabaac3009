/** A function that is added to CEL. */
export interface CelFunction {
  /** `substring(string, int, int): string`; types as the docs name them (`timestamp`, `any`). */
  readonly signature: string;
  /** One line for docs/expressions.md. */
  readonly description: string;
  /** Called with values of the types that the signature names, none of them NULL: a NULL makes the outcome NULL. */
  readonly handler: (...values: never[]) => unknown;
  /** It may give NULL for values that are not, or values of any type. Default: it does not. */
  readonly isOpen?: boolean;
}

/** A signature in parts. */
export interface ParsedSignature {
  readonly name: string;
  readonly params: readonly string[];
  readonly returns: string;
}

/** Takes a signature apart. */
export function parseSignature(signature: string): ParsedSignature {
  const match = /^(\w+)\((.*)\): (.+)$/.exec(signature);
  if (match === null) throw new Error(`${signature} is no signature.`);
  const [, name, params, returns] = match;
  return { name, params: params === '' ? [] : params.split(', '), returns };
}
