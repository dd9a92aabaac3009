import type { Environment } from '@marcbachmann/cel-js';
import type { Expression } from '../../schema/transform/expression.js';
import type { ValueKind } from '../record/value-kind.js';
import { checkFault, isLibraryError, type LibraryError } from './check-error.js';
import { expressionError } from './expression-error.js';
import { hasWhole, type WrittenExpression, writtenExpression } from './expression-text.js';
import type { ExpressionParts } from './field-reads.js';
import { outcomeType } from './outcome-type.js';
import type { ExpressionField, ExpressionVariables } from './variables.js';

/** An expression with its parts. */
export interface ExpressionSite {
  readonly expression: Expression;
  readonly parts: ExpressionParts;
  readonly kinds: ReadonlyMap<string, ValueKind>;
  readonly variables: ExpressionVariables;
}

/** An expression whose types fit. */
export interface CheckedExpression {
  /** As the library gets it. */
  readonly text: string;
  /** The type of its outcome. */
  readonly type: string;
  /** NULL is written as one of the outcomes of a choice in it. */
  readonly hasNull: boolean;
  /** The fields that are read in the part that an error is of; all, if it is of none. */
  fieldsAt(error: unknown): readonly ExpressionField[];
}

/**
 * Checks an expression with the types of its fields.
 *
 * @param environment - That of the types.
 * @throws SluiceError EXPRESSION_INVALID
 */
export function checkExpression(environment: Environment, site: ExpressionSite): CheckedExpression {
  const doubles = new Set<number>();
  for (;;) {
    const written = writtenFor(site, doubles);
    const { valid, type = 'dyn', error } = environment.check(written.text);
    if (valid) {
      const { text, hasNull } = written;
      return {
        text,
        hasNull,
        type: outcomeType(environment, text, type),
        fieldsAt: (at) => fieldsAt(at, written, site),
      };
    }
    if (!isLibraryError(error)) throw error ?? new Error('The check of an expression gave no reason.');
    const choice = mixedChoice(error, written, site, doubles);
    if (choice === null) throw expressionError(site.expression, faultOf(error, written, site));
    doubles.add(choice);
  }
}

function writtenFor({ expression, parts, variables }: ExpressionSite, doubles: ReadonlySet<number>): WrittenExpression {
  const names = new Map(variables.fields.map(({ name, variable }) => [name, variable]));
  return writtenExpression(expression.text, parts, {
    variableOf: (name) => names.get(name) ?? null,
    step: variables.step,
    doubles,
  });
}

/** A choice between a whole number, as it is written, and a double; null: the error is another. */
function mixedChoice(
  { code, range, summary }: LibraryError,
  { originOf }: WrittenExpression,
  { parts }: ExpressionSite,
  doubles: ReadonlySet<number>,
): number | null {
  if (code !== 'incompatible_ternary_branches' || range === undefined) return null;
  if (!summary.includes("'int'") || !summary.includes("'double'")) return null;
  const start = originOf(range.start);
  const choices = parts.ternaries.filter((choice) => choice.start === start && hasWhole(choice));
  return choices.length > 0 && !doubles.has(start) ? start : null;
}

function faultOf(error: LibraryError, { originOf }: WrittenExpression, { kinds, parts }: ExpressionSite) {
  const { start = 0, end = 0 } = error.range ?? {};
  const last = Math.max(start, end - 1);
  const range = { start: originOf(start), end: endOf(originOf(last), parts) };
  return checkFault({ code: error.code, summary: error.summary, range }, { kinds, reads: parts.reads });
}

/** Where what ends with the character at a place of the original ends: a field is longer than its start. */
function endOf(at: number, { reads }: ExpressionParts): number {
  return reads.find(({ start }) => start === at)?.end ?? at + 1;
}

function fieldsAt(error: unknown, { originOf }: WrittenExpression, { parts, variables }: ExpressionSite) {
  const range = isLibraryError(error) ? error.range : undefined;
  if (range === undefined) return variables.fields;
  const start = originOf(range.start);
  const end = endOf(originOf(Math.max(range.start, range.end - 1)), parts);
  const names = new Set(parts.reads.filter((read) => read.start >= start && read.end <= end).map(({ name }) => name));
  return variables.fields.filter(({ name }) => names.has(name));
}
