import { printable } from '../errors/printable.js';
import { displayWidth } from './display-width.js';
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
  const widths = heads.map((head, i) =>
    cells.reduce((most, row) => Math.max(most, displayWidth(row[i])), displayWidth(head)),
  );
  const line = (parts: readonly string[]): string => ` ${parts.join(' | ')}`.trimEnd();
  return [
    line(heads.map((head, i) => centre(head, widths[i]))),
    widths.map((width) => '-'.repeat(width + 2)).join('+'),
    ...cells.map((row) => line(row.map((cell, i) => pad(cell, widths[i], columns[i].align)))),
    `(${numbers.counted(rows.length, 'row')})`,
  ].join('\n');
}

function centre(text: string, width: number): string {
  const left = Math.floor((width - displayWidth(text)) / 2);
  return pad(' '.repeat(left) + text, width, 'left');
}

function pad(text: string, width: number, align: TextColumn['align']): string {
  const blanks = ' '.repeat(Math.max(width - displayWidth(text), 0));
  return align === 'right' ? blanks + text : text + blanks;
}
