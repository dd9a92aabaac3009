import { printable } from '../errors/printable.js';
import { numbers } from './numbers.js';
import { renderTable, type TextTable } from './table.js';

/** A run as the ledger has it. */
export interface PastRun {
  readonly run: number;
  readonly kind: string;
  readonly table: string;
  readonly startedAt: Date;
  /** Null: it goes on, or was killed. */
  readonly endedAt: Date | null;
  readonly outcome: string;
  readonly error: string | null;
  /** Null: not known. */
  readonly loaded: number | null;
  readonly rejected: number | null;
}

/** What a run did for a source. */
export interface PastSource {
  readonly name: string;
  readonly records: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly statements: number;
  /** Null: it is not finished. */
  readonly finishedAt: Date | null;
  readonly abandoned: boolean;
  /** The run that it is of now. */
  readonly owner: number;
}

/** Draws runs as a table. */
export function renderRuns(runs: readonly PastRun[]): string {
  const rows = runs.map(({ run, startedAt, endedAt, table, kind, outcome, loaded, rejected }) => [
    String(run),
    timeOf(startedAt),
    endedAt === null ? null : numbers.duration((endedAt.getTime() - startedAt.getTime()) / 1000),
    table,
    kind,
    outcome,
    countOf(loaded),
    countOf(rejected),
  ]);
  return renderTable({ columns: runColumns, rows });
}

/** Draws a run, what stopped it, and its sources. */
export function renderRun(run: PastRun & { readonly sources: readonly PastSource[] }): string {
  const error = run.error === null ? [] : [`error: ${printable(run.error, 1000)}`, ''];
  const rows = run.sources.map((source) => [
    source.name,
    numbers.count(source.records),
    numbers.count(source.loaded),
    numbers.count(source.rejected),
    numbers.count(source.statements),
    endOf(source, run.run),
  ]);
  return [renderRuns([run]), '', ...error, renderTable({ columns: sourceColumns, rows })].join('\n');
}

const runColumns: TextTable['columns'] = [
  { name: 'run', align: 'right' },
  { name: 'started (UTC)', align: 'left' },
  { name: 'took', align: 'right' },
  { name: 'table', align: 'left' },
  { name: 'kind', align: 'left' },
  { name: 'outcome', align: 'left' },
  { name: 'loaded', align: 'right' },
  { name: 'rejected', align: 'right' },
];

const sourceColumns: TextTable['columns'] = [
  { name: 'input', align: 'left' },
  { name: 'settled', align: 'right' },
  { name: 'loaded', align: 'right' },
  { name: 'rejected', align: 'right' },
  { name: 'statements', align: 'right' },
  { name: 'finished (UTC)', align: 'left' },
];

function endOf({ finishedAt, abandoned, owner }: PastSource, run: number): string {
  const end = finishedAt !== null ? timeOf(finishedAt) : abandoned ? 'given up' : 'unfinished';
  return owner === run ? end : `${end}, by run ${owner}`;
}

/** `2026-05-01 12:30:05` */
function timeOf(date: Date): string {
  return date.toISOString().replace('T', ' ').slice(0, 19);
}

function countOf(count: number | null): string | null {
  return count === null ? null : numbers.count(count);
}
