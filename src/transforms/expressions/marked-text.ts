import { printable } from '../../errors/printable.js';

/**
 * The line of a text with the part that is wrong, and below it a line with `^` under that part. Safe to print; of a long line
 * what stands around the mark.
 *
 * @param start - Where the part begins.
 * @param end - Where it ends; one character at least is marked.
 */
export function markedText(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', Math.min(start, text.length) - 1) + 1;
  const nextLine = text.indexOf('\n', start);
  const lineEnd = nextLine === -1 ? text.length : nextLine;
  const from = start - lineStart > AROUND ? start - AROUND / 2 : lineStart;
  const to = Math.min(lineEnd, Math.max(start + AROUND, from + 2 * AROUND));
  const stop = Math.min(Math.max(end, start + 1), to);
  const before = `${from > lineStart ? '…' : ''}${shown(text.slice(from, start))}`;
  const wrong = shown(text.slice(start, stop));
  const after = `${shown(text.slice(Math.max(stop, start), to))}${to < lineEnd ? '…' : ''}`;
  const mark = '^'.repeat(Math.max(1, [...wrong].length));
  return `  ${before}${wrong}${after}\n  ${' '.repeat([...before].length)}${mark}`;
}

/** How many characters are shown on each side at most. */
const AROUND = 60;

function shown(text: string): string {
  return printable(text, 4 * AROUND);
}
