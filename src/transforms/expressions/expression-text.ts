import type { ASTNode } from '@marcbachmann/cel-js';
import { type EditedText, editedText, type TextEdit } from './edited-text.js';
import type { ExpressionParts, MacroBody, Ternary } from './field-reads.js';
import { nullableFor, stepFor } from './value-macros.js';

/** How an expression is written for the library. */
export interface WrittenExpression extends EditedText {
  /** NULL is one of the outcomes of a choice in it. */
  readonly hasNull: boolean;
}

/** What the library has for parts of the expression. */
export interface Spelling {
  /** The variable of a field; null: it has none, and stays as it is. */
  variableOf(name: string): string | null;
  /** What the names of the macros begin with that count the steps of others. */
  readonly step: string;
  /** Where choices begin whose whole numbers are to be doubles, as their other outcome is one. */
  readonly doubles: ReadonlySet<number>;
}

/**
 * Writes an expression for the library: fields become variables, so that any name can be one and none hides a type; NULL
 * goes with every other outcome of a choice, and may be that of a conversion; and macros count their steps.
 */
export function writtenExpression(text: string, parts: ExpressionParts, spelling: Spelling): WrittenExpression {
  const fields = parts.reads.flatMap(({ name, start, end, isHas }): TextEdit[] => {
    const variable = spelling.variableOf(name);
    return variable === null ? [] : [{ start, end, text: isHas ? `(${variable} != null)` : variable }];
  });
  const branches = parts.ternaries.flatMap(({ start, branches: nodes }) => nodes.map((node) => ({ start, node })));
  const nulls = branches.filter(({ node }) => node.op === 'value' && node.args === null);
  const edits = [
    ...fields,
    ...nulls.map(({ node }) => ({ start: node.start, end: node.end, text: 'dyn(null)' })),
    ...branches.flatMap(({ start, node }) => (spelling.doubles.has(start) ? asDouble(text, node) : [])),
    ...parts.bodies.flatMap((body) => counted(text, body, spelling.step)),
    ...parts.conversions.flatMap((call) => nullable(call, spelling.step)),
  ];
  return { ...editedText(text, edits), hasNull: nulls.length > 0 };
}

/** Whether a choice has an outcome that is a whole number as it is written. */
export function hasWhole({ branches }: Ternary): boolean {
  return branches.some(isWhole);
}

function isWhole(node: ASTNode): boolean {
  return node.op === '-_' ? isWhole(node.args) : node.op === 'value' && typeof node.args === 'bigint';
}

function asDouble(text: string, node: ASTNode): TextEdit[] {
  const { start, end } = node;
  const written = text.slice(start, end);
  // Brackets are no part of a node, so one that has them within is not whole.
  return isWhole(node) && !/[()]/.test(written) ? [{ start, end, text: `double(${written})` }] : [];
}

function nullable({ start, end }: Pick<ASTNode, 'start' | 'end'>, step: string): TextEdit[] {
  return [
    { start, end: start, text: `${nullableFor(step)}(` },
    // In the place of the call's own bracket, so that whatever ends with the call still ends there.
    { start: end - 1, end, text: '))' },
  ];
}

function counted(text: string, { macro, after, end, callEnd }: MacroBody, step: string): TextEdit[] {
  const start = skipTo(text, after, callEnd, ',') + 1;
  const stop = skipTo(text, end, callEnd, ',');
  return [
    { start, end: start, text: `${stepFor(step, macro)}(` },
    { start: stop, end: stop, text: ')' },
  ];
}

/** Where a mark stands behind a place, or the bracket that closes the call; comments are passed over. */
function skipTo(text: string, from: number, callEnd: number, mark: string): number {
  let at = from;
  while (at < callEnd - 1 && text[at] !== mark) {
    const isComment = text.startsWith('//', at);
    at = isComment ? text.indexOf('\n', at) + 1 : at + 1;
  }
  return at;
}
