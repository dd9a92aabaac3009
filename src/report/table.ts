import { printable } from '../errors/printable.js';
import { numbers } from './numbers.js';

/** What {@link renderTable} draws. */
export interface TextTable {
  readonly columns: readonly TextColumn[];
  /** Cells by column; NULL is shown as nothing. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A column's head, and how its cells stand. */
export interface TextColumn {
  readonly name: string;
  /** Numbers stand at the right. */
  readonly align: 'left' | 'right';
}

/**
 * Draws a table as psql does: heads, a rule, aligned rows, and their number. Control characters are shown escaped,
 * so a line of text is one line here.
 */
export function renderTable({ columns, rows }: TextTable): string {
  const cells = rows.map((row) => row.map((value) => (value === null ? '' : printable(value, Infinity))));
  const heads = columns.map(({ name }) => printable(name, Infinity));
  const widths = heads.map((head, i) => cells.reduce((most, row) => Math.max(most, widthOf(row[i])), widthOf(head)));
  const line = (parts: readonly string[]): string => ` ${parts.join(' | ')}`.trimEnd();
  return [
    line(heads.map((head, i) => centre(head, widths[i]))),
    widths.map((width) => '-'.repeat(width + 2)).join('+'),
    ...cells.map((row) => line(row.map((cell, i) => pad(cell, widths[i], columns[i].align)))),
    `(${numbers.counted(rows.length, 'row')})`,
  ].join('\n');
}

function centre(text: string, width: number): string {
  const left = Math.floor((width - widthOf(text)) / 2);
  return pad(' '.repeat(left) + text, width, 'left');
}

function pad(text: string, width: number, align: TextColumn['align']): string {
  const blanks = ' '.repeat(Math.max(width - widthOf(text), 0));
  return align === 'right' ? blanks + text : text + blanks;
}

/** The places that a text takes on a terminal: two for a wide character, none for a mark on the one before. */
function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += mark.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

const mark = /\p{M}/u;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
