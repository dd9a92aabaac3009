import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { plain, type Painter } from '../colour.js';
import { escapeValue } from '../escape.js';
import { numbers } from '../numbers.js';
import { columnNotes } from './column-notes.js';
import { columnTable } from './column-table.js';
import type { DialectFact, InspectReport } from './inspect-report.js';

/** What the terminal can show. */
export interface InspectView {
  /** Adds colour; default: none. */
  readonly paint?: Painter;
  /** Places in a line; default 100. */
  readonly width?: number;
  /** Whether it shows block characters; default: no, ASCII. */
  readonly unicode?: boolean;
}

/** The report for a person: the source, its columns, the table to make, the command to load it. No line end at the end. */
export function renderInspect(
  report: InspectReport,
  { paint = plain, width = 100, unicode = false }: InspectView = {},
): string {
  const [heads, ...rows] = columnTable(report.columns, width, unicode);
  const notes = columnNotes(report.columns);
  return [
    ...headLines(report, paint),
    '',
    paint('bold', heads),
    ...rows,
    paint('dim', LEGEND),
    ...(notes.length === 0 ? [] : ['', ...notes]),
    ...(report.createTable === null ? [] : ['', ...safeLines(`${report.createTable};`)]),
    '',
    ...safeLines(report.loadCommand),
  ].join('\n');
}

const LEGEND = '~ estimated; spread: numbers and times from min to max, few values by frequency, other text by length';

function headLines(report: InspectReport, paint: Painter): string[] {
  const { source, format, encoding, compression, bytes, dialect } = report;
  const facts = [format, encoding, ...(compression === null ? [] : [compression]), numbers.bytes(bytes)];
  return [
    `${paint('bold', displaySource(source))}: ${facts.map((fact) => printable(fact)).join(', ')}`,
    ...(dialect.length === 0 ? [] : [dialect.map(dialectText).join(', ')]),
    countLine(report),
  ];
}

function dialectText({ name, value, given }: DialectFact): string {
  return `${printable(name)} ${escapeValue(Buffer.from(value))}${given ? ' (given)' : ''}`;
}

function countLine({ records, malformed, isSample, columns }: InspectReport): string {
  const read = isSample
    ? `a sample: the first ${numbers.counted(records, 'record')}`
    : numbers.counted(records, 'record');
  const left = malformed === 0 ? '' : `, ${numbers.counted(malformed, 'malformed record')} left out`;
  return `${read}${left}, ${numbers.counted(columns.length, 'column')}`;
}

/** Names of columns and files are in them. */
function safeLines(text: string): string[] {
  return text.split('\n').map((line) => printable(line, Infinity));
}
