import type { Rating } from './rate-reading.js';
import { createWindow, type Window } from './window.js';

/** What programs begin comments with. */
const PREFIXES = ['#', '//', '%'];

/**
 * Finds what lines that are comments begin with: a usual prefix, of which some line is not a record like the others, and
 * no line but the first of the file is (`#id,name` is a header).
 *
 * @returns Empty when there are none. A file of one column has none, since any line is a record of it.
 */
export function detectComment(windows: readonly Window[], { records, width }: Rating): string {
  if (width < 2) return '';
  const isComment = (prefix: string): boolean => {
    const marked = records.filter(({ fields }) => fields[0]?.text.startsWith(prefix) && !fields[0].quoted);
    return marked.some((record) => record.width !== width) && !marked.some((record) => record.width === width);
  };
  return PREFIXES.find((prefix) => windows.some(({ bytes }) => bytes.includes(prefix)) && isComment(prefix)) ?? '';
}

/** The windows with each comment replaced by an empty line, so that lines keep their numbers. */
export function withoutComments(windows: readonly Window[], comment: string): readonly Window[] {
  const prefix = Buffer.from(comment).toString('latin1');
  return windows.map(({ bytes, ...at }) => {
    const lines = bytes.toString('latin1').split('\n');
    const kept = lines.map((line) => (line.startsWith(prefix) ? '' : line));
    return createWindow(Buffer.from(kept.join('\n'), 'latin1'), at);
  });
}
