import { displaySource } from '../batch/display-source.js';
import type { Fault, FaultKind, RejectedRecord } from '../batch/faults.js';
import { printable } from '../errors/printable.js';
import { escapeValue } from './escape.js';
import { numbers } from './numbers.js';

/** How many faults are shown one by one. */
const FIRST_LINES = 10;

/** How many groups the digest shows. */
const MAX_GROUPS = 20;

/** How many hints the digest ends with. */
const MAX_HINTS = 5;

/** Columns named beside a hint; more are counted. */
const MAX_COLUMNS = 3;

/** How many faults there were of one stage, column and code. */
export interface FaultCount {
  readonly stage: string;
  readonly column: string | null;
  readonly code: string;
  readonly count: number;
}

/**
 * What a person is told of the rejects: the first ten faults one by one, then all of them by stage, column and
 * code. Nothing that comes from the data reaches the text unescaped.
 */
export class RejectDigest {
  readonly #print: (line: string) => void;
  readonly #lines: string[] = [];
  readonly #kinds = new Map<FaultKind, KindTally>();
  #records = 0;

  /** @param print - Called with each of the first ten lines (no line end) when it happens; default: nothing. */
  constructor(print: (line: string) => void = ignore) {
    this.#print = print;
  }

  /** Forgets all that it was told. */
  clear(): void {
    this.#lines.length = 0;
    this.#kinds.clear();
    this.#records = 0;
  }

  /** Counts the faults of one record; takes what it needs before it returns. */
  add(rejected: RejectedRecord): void {
    this.#records++;
    for (const fault of rejected.faults) {
      const tally = this.#kinds.get(fault.kind);
      if (tally === undefined) this.#kinds.set(fault.kind, { count: 1, example: exampleOf(rejected, fault) });
      else tally.count++;
      if (this.#lines.length < FIRST_LINES) this.#show(faultLine(rejected, fault));
    }
  }

  /** The first ten faults: `orders.csv:17: amount "12,50": not a numeric(12,2)`. */
  firstLines(): readonly string[] {
    return this.#lines;
  }

  /** The faults by stage, column and code, most frequent first: what the summary's `faults` lists. */
  counts(): FaultCount[] {
    return this.#groups().map(({ kind: { stage, column, code }, count }) => ({ stage, column, code, count }));
  }

  /** The digest, without a line end at the end; empty when there was no fault. */
  render(): string {
    const groups = this.#groups();
    if (groups.length === 0) return '';
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    const title = `${numbers.counted(total, 'fault')} in ${numbers.counted(this.#records, 'rejected record')}:`;
    return [title, ...renderGroups(groups.slice(0, MAX_GROUPS)), ...renderRest(groups), ...renderHints(groups)].join(
      '\n',
    );
  }

  #show(line: string): void {
    this.#lines.push(line);
    this.#print(line);
  }

  /** Kinds that differ in their message alone (`3 of 10`, `4 of 10` fields) are one group, with the first example. */
  #groups(): Group[] {
    const groups = new Map<string, Group>();
    for (const [kind, { count, example }] of this.#kinds) {
      const key = JSON.stringify([kind.stage, kind.column, kind.code]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { kind, count, example });
      else group.count += count;
    }
    return [...groups.values()].sort((a, b) => b.count - a.count);
  }
}

interface KindTally {
  count: number;
  readonly example: string;
}

interface Group extends KindTally {
  readonly kind: FaultKind;
}

function faultLine({ place }: RejectedRecord, { kind, value, detail = null }: Fault): string {
  const subject = [
    ...(kind.column === null ? [] : [printable(kind.column)]),
    ...(value === null ? [] : [kind.shows === 'place' ? escapeValue(value) : `"${escapeValue(value)}"`]),
  ].join(' ');
  const where = `${displaySource(place.source.name)}:${place.line}`;
  const more = detail === null ? '' : ` (${printable(detail, MESSAGE_LIMIT)})`;
  return `${where}: ${subject === '' ? '' : `${subject}: `}${printable(kind.message, MESSAGE_LIMIT)}${more}`;
}

function exampleOf({ place }: RejectedRecord, { kind, value }: Fault): string {
  const where = `at ${displaySource(place.source.name)}:${place.line}`;
  if (value === null) return where;
  return kind.shows === 'place' ? `${where}, ${escapeValue(value)}` : `"${escapeValue(value)}" ${where}`;
}

function renderGroups(groups: readonly Group[]): string[] {
  const counts = groups.map(({ count }) => numbers.count(count));
  const columns = groups.map(({ kind }) => columnLabel(kind));
  const codes = groups.map(({ kind }) => `${kind.stage} ${kind.code}`);
  const [countWidth, columnWidth, codeWidth] = [counts, columns, codes].map(widest);
  return groups.map(({ kind, example }, index) => {
    const start = `  ${counts[index].padStart(countWidth)}  ${columns[index].padEnd(columnWidth)}`;
    return `${start}  ${codes[index].padEnd(codeWidth)}  ${printable(kind.message, MESSAGE_LIMIT)}, ${example}`;
  });
}

function renderRest(groups: readonly Group[]): string[] {
  const rest = groups.slice(MAX_GROUPS);
  const count = rest.reduce((sum, group) => sum + group.count, 0);
  if (rest.length === 0) return [];
  return [`  and ${numbers.counted(rest.length, 'more kind')} with ${numbers.counted(count, 'fault')}`];
}

/** Each hint once, in the order of the groups, with the columns that it is for. */
function renderHints(groups: readonly Group[]): string[] {
  const columnsOf = new Map<string, string[]>();
  for (const { kind } of groups) {
    if (kind.hint === null) continue;
    const columns = columnsOf.get(kind.hint) ?? [];
    if (kind.column !== null) columns.push(columnLabel(kind));
    columnsOf.set(kind.hint, columns);
  }
  const hints = [...columnsOf].slice(0, MAX_HINTS);
  const lines = hints.map(([hint, columns]) => `  ${columnList(columns)}${printable(hint, MESSAGE_LIMIT)}`);
  return lines.length === 0 ? [] : ['what may help:', ...lines];
}

function columnList(columns: readonly string[]): string {
  if (columns.length === 0) return '';
  const more = columns.length > MAX_COLUMNS ? ` and ${columns.length - MAX_COLUMNS} more` : '';
  return `${columns.slice(0, MAX_COLUMNS).join(', ')}${more}: `;
}

function columnLabel({ column }: FaultKind): string {
  return column === null ? '(record)' : printable(column, COLUMN_LIMIT);
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

function ignore(): void {
  // Whoever wants the lines only at the end asks for `firstLines`.
}

const COLUMN_LIMIT = 30;
const MESSAGE_LIMIT = 300;
