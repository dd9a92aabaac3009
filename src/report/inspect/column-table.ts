import { cutToWidth } from '../cut-to-width.js';
import { displayWidth } from '../display-width.js';
import { escapeValue } from '../escape.js';
import { numbers } from '../numbers.js';
import { bars } from './bars.js';
import type { InspectedColumn } from './inspect-report.js';
import { percent } from './percent.js';

/**
 * The table of columns, a line each with a line of heads first: aligned, and no wider than asked as long as the parts
 * that can be cut (names and values) keep eight places each.
 *
 * @param width - Places on the terminal.
 * @param unicode - Whether it shows block characters.
 */
export function columnTable(columns: readonly InspectedColumn[], width: number, unicode: boolean): string[] {
  const rows = columns.map((column) => parts.map(({ cell }) => cell(column, unicode)));
  const heads = parts.map(({ head }) => head);
  const natural = heads.map((head, i) => Math.max(displayWidth(head), ...rows.map((row) => displayWidth(row[i]))));
  const widths = fitted(natural, width);
  return [heads, ...rows].map((row) =>
    row
      .map((text, i) => aligned(text, widths[i], parts[i]))
      .join(GAP)
      .trimEnd(),
  );
}

/** One column of the table. */
interface Part {
  readonly head: string;
  readonly cell: (column: InspectedColumn, unicode: boolean) => string;
  readonly isNumber?: boolean;
  /** It may be cut. */
  readonly isFlexible?: boolean;
}

const parts: readonly Part[] = [
  { head: 'column', cell: ({ name, column }) => shown(name === '' ? column : name), isFlexible: true },
  { head: 'type', cell: ({ type }) => type },
  { head: 'nulls', cell: ({ nulls, values }) => percent(nulls, nulls + values), isNumber: true },
  { head: 'distinct', cell: distinctCell, isNumber: true },
  { head: 'longest', cell: longestCell, isNumber: true },
  { head: 'min', cell: ({ min }) => shownOrNothing(min), isFlexible: true },
  { head: 'max', cell: ({ max }) => shownOrNothing(max), isFlexible: true },
  { head: 'examples', cell: examplesCell, isFlexible: true },
  { head: 'spread', cell: spreadCell },
];

const GAP = '  ';
const LEAST_WIDTH = 8;

/** Takes from the widest flexible column, place by place, until the line fits. */
function fitted(natural: readonly number[], width: number): number[] {
  const widths = natural.map((own, i) => (parts[i].isFlexible === true ? Math.min(own, width) : own));
  let excess = widths.reduce((sum, own) => sum + own, GAP.length * (widths.length - 1)) - width;
  for (; excess > 0; excess--) {
    const flexible = widths.map((own, i) => (parts[i].isFlexible === true ? own : 0));
    const widest = Math.max(...flexible);
    if (widest <= LEAST_WIDTH) break;
    widths[flexible.indexOf(widest)]--;
  }
  return widths;
}

function aligned(text: string, width: number, { isNumber = false }: Part): string {
  const cut = cutToWidth(text, width);
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(cut)));
  return isNumber ? blanks + cut : cut + blanks;
}

function distinctCell({ distinct, distinctIsExact }: InspectedColumn): string {
  return distinctIsExact ? numbers.count(distinct) : `~${numbers.count(Number(distinct.toPrecision(3)))}`;
}

/** Of interest for text alone: it is what a varchar would need. */
function longestCell({ type, longest }: InspectedColumn): string {
  return type === 'text' && longest !== null ? numbers.count(longest.characters) : '';
}

/** Of few values the most frequent. */
function examplesCell({ histogram, examples }: InspectedColumn): string {
  const values = histogram?.kind === 'frequency' ? histogram.values.map(({ value }) => value) : examples;
  return values.map(shown).join(', ');
}

function spreadCell({ histogram }: InspectedColumn, unicode: boolean): string {
  if (histogram === null) return '';
  return bars(histogram.kind === 'frequency' ? histogram.values.map(({ count }) => count) : histogram.counts, unicode);
}

function shownOrNothing(value: string | null): string {
  return value === null ? '' : shown(value);
}

function shown(value: string): string {
  return value === '' ? '""' : escapeValue(Buffer.from(value));
}
