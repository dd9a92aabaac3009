import { CST, Lexer } from 'yaml';
import type { PipelineFault } from './pipeline-fault.js';

/**
 * Looks whether a text is small enough to be composed. The package composes by recursion, and at 1 MiB of brackets that
 * takes gigabytes or ends the process; its lexer is a plain loop, which this breaks off early.
 *
 * @returns What is wrong; null: it can be composed.
 */
export function sizeFault(text: string): PipelineFault | null {
  const position = new Position();
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    const depth = position.pass(token);
    if (depth > MAX_DEPTH) return { place: position.place, text: 'it is nested too deep' };
    if (tokens > MAX_TOKENS) return { place: position.place, text: 'it has too many parts up to here' };
  }
  return null;
}

/** Some five are needed, and a line may add a few that are none, as a column is taken for a level. */
const MAX_DEPTH = 40;

/** Enough for some 8,000 paths; composing as many takes 0.1 s. */
const MAX_TOKENS = 50_000;

/** Where the lexer is, and how deep. */
class Position {
  #line = 1;
  #column = 1;
  #inBrackets = 0;
  /** The columns in which the enclosing block collections begin. */
  readonly #columns: number[] = [];

  get place(): { line: number; column: number } {
    return { line: this.#line, column: this.#column };
  }

  /**
   * Goes on by one token.
   *
   * @returns How deep it is nested, at most.
   */
  pass(token: string): number {
    const type = CST.tokenType(token) ?? 'text';
    if (MARKS.has(type)) return 0;
    this.#inBrackets += BRACKETS.get(type) ?? 0;
    if (this.#inBrackets === 0 && !BLANKS.has(type)) this.#beginAt(this.#column);
    const depth = this.#inBrackets + this.#columns.length;
    this.#advance(token);
    return depth;
  }

  #beginAt(column: number): void {
    while ((this.#columns.at(-1) ?? 0) >= column) this.#columns.pop();
    this.#columns.push(column);
  }

  #advance(token: string): void {
    const lines = token.split('\n');
    this.#line += lines.length - 1;
    this.#column = (lines.length === 1 ? this.#column : 1) + (lines.at(-1)?.length ?? 0);
  }
}

/** What the lexer puts in between, which is not in the text. */
const MARKS = new Set(['doc-mode', 'flow-error-end', 'scalar']);

const BLANKS = new Set(['space', 'newline']);

const BRACKETS = new Map([
  ['flow-map-start', 1],
  ['flow-seq-start', 1],
  ['flow-map-end', -1],
  ['flow-seq-end', -1],
]);
