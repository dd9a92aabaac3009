import type { Environment } from '@marcbachmann/cel-js';
import type { ValueKind } from '../record/value-kind.js';
import { celTypeOf } from './cel-types.js';
import { type ExpressionParts, RECORD } from './field-reads.js';
import { addValueMacros, type MacroContext, type Typing } from './value-macros.js';

/** A field that an expression reads. */
export interface ExpressionField {
  readonly name: string;
  /** What stands for it in the expression as the library gets it. */
  readonly variable: string;
  readonly kind: ValueKind;
}

/** The names that an expression has for the library. */
export interface ExpressionVariables {
  readonly fields: readonly ExpressionField[];
  /** The macro that counts steps. */
  readonly step: string;
}

/** Gives each field that an expression reads a variable, whose name stands nowhere else in it. */
export function variablesIn(
  text: string,
  { reads }: ExpressionParts,
  kinds: ReadonlyMap<string, ValueKind>,
): ExpressionVariables {
  let prefix = 'f';
  while (text.includes(prefix)) prefix += '_';
  const names = [...new Set(reads.map(({ name }) => name))];
  const fields = names.flatMap((name, index) => {
    const kind = kinds.get(name);
    return kind === undefined ? [] : [{ name, kind, variable: `${prefix}${index}` }];
  });
  return { fields, step: `${prefix}step` };
}

/** Tells an environment the variables and macros of one expression. */
export function declareNames(
  environment: Environment,
  typing: Typing,
  { variables, context }: { readonly variables: ExpressionVariables; readonly context: MacroContext },
): Environment {
  for (const { variable, kind } of variables.fields) {
    environment.registerVariable(variable, typing === 'typed' ? celTypeOf(kind) : 'dyn');
  }
  environment.registerVariable(RECORD, typing === 'typed' ? 'map<string, dyn>' : 'dyn');
  addValueMacros(environment, typing, context);
  return environment;
}
