import { readFileSync } from 'node:fs';

/**
 * The rows of the tables under a heading of a page in docs/, down to the next heading of its level; backticks are
 * left out of the cells. A page without that heading, or a heading without a table, fails the test.
 *
 * @param page - Such as `cli.md`.
 * @param heading - The whole line, with its `#`.
 */
export function documentedRows(page: string, heading: string): string[][] {
  const lines = section(readPage(page), heading);
  const rows = lines.filter((line, index) => line.startsWith('|') && !isHead(lines, index)).map(cellsOf);
  if (rows.length === 0) throw new Error(`docs/${page} has no table under "${heading}"`);
  return rows;
}

/** The text under a heading of a page in docs/, down to the next heading of its level. */
export function documentedText(page: string, heading: string): string {
  return section(readPage(page), heading).join('\n');
}

/** The headings of a page in docs/ that begin with a text, whole lines. */
export function documentedHeadings(page: string, start: string): string[] {
  return readPage(page).filter((line) => line.startsWith(start));
}

/** The lines of a page without its code blocks, in which a `#` is no heading. */
function readPage(page: string): string[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return text.replace(/^```[^]*?^```$/gm, '').split('\n');
}

function section(lines: readonly string[], heading: string): string[] {
  const [marks] = heading.split(' ');
  const start = lines.indexOf(heading);
  if (start === -1) throw new Error(`There is no heading "${heading}"`);
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= marks.length);
  return end === -1 ? after : after.slice(0, end);
}

/** A table's head, and the rule below it. */
function isHead(lines: readonly string[], index: number): boolean {
  return [lines[index], lines[index + 1] ?? ''].some((line) => /^\|[ :|-]+\|$/.test(line) && line.includes('--'));
}

function cellsOf(row: string): string[] {
  const cells = row.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.replaceAll('\\|', '|').replaceAll('`', '').trim());
}
