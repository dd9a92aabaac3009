import type { ErrorCode } from '../errors/catalogue.js';
import { printable } from '../errors/printable.js';
import { plain, type Painter } from './colour.js';
import type { FaultCount } from './digest.js';
import { numbers } from './numbers.js';

/** How a run ended. */
export type RunOutcome =
  | 'loaded'
  | 'loaded_with_rejects'
  | 'dry_run'
  | 'valid'
  | 'valid_with_rejects'
  | 'converted'
  | 'converted_with_rejects'
  | 'too_many_rejects'
  | 'failed'
  | 'interrupted';

/** All that a run says of itself at its end; `--json` prints exactly this (docs/cli.md). */
export interface RunSummary {
  readonly command: 'load' | 'validate' | 'convert';
  readonly outcome: RunOutcome;
  /** The exit code of the process. */
  readonly exitCode: number;
  /** The target as `schema.table`, or null when the run ended before it was known. */
  readonly table: string | null;
  /** The table was made by this run (and stays, unless the run was rolled back). */
  readonly tableCreated: boolean;
  /** The database without a password: `host:port/db as user`. */
  readonly database: string;
  /** How rows were written: `--mode`; null for what is no load, and before it has begun. */
  readonly mode: 'append' | 'replace' | 'upsert' | 'ignore' | null;
  readonly sources: readonly SourceCount[];
  readonly counts: RunCounts;
  /** Values whose bad bytes were replaced or stripped, as `--bad-bytes` asked. */
  readonly repairedValues: number;
  /** Values that became NULL or their column's default, as its `onError` says: how many of each column. */
  readonly replacedValues: Readonly<Record<string, number>>;
  /** The faults by stage, column and code, most frequent first. */
  readonly faults: readonly FaultCount[];
  /** Wall time of the whole run. */
  readonly seconds: number;
  /** Records read per second of it. */
  readonly rowsPerSecond: number;
  /** Bytes of the sources per second of it, in units of 1,000,000. */
  readonly megabytesPerSecond: number;
  /** The most memory that the process held (resident set). */
  readonly peakMemoryBytes: number;
  /** The paths of the reject files that this run wrote. */
  readonly rejectFiles: readonly string[];
  /** The file of `--report-conflicts`, as typed, once it is written; or null. */
  readonly conflictsFile: string | null;
  /** The number of a resumable run in the ledger, or null. */
  readonly ledgerRun: number | null;
  /** What earlier runs had settled of the sources that a resumable run went on with; it is in none of the other counts. */
  readonly settledBefore: SettledBefore;
  /** Sources that were passed over, since a finished run has put them into the table. */
  readonly loadedBefore: readonly LoadedBefore[];
  /** Reading stopped before the end of the input, so `read` and all that follows from it count a part only. */
  readonly stoppedEarly: boolean;
  /** Reading ended when as many records were kept as `limit` of a pipeline allows. */
  readonly limitReached: boolean;
  /** What stopped the run, or null. */
  readonly error: RunError | null;
}

/** What earlier runs had settled: `records = loaded + rejected`. */
export interface SettledBefore {
  readonly records: number;
  readonly loaded: number;
  readonly rejected: number;
}

/** A source that was in the table already. */
export interface LoadedBefore {
  /** As the user named it. */
  readonly name: string;
  /** The run that finished it, and when (ISO 8601). */
  readonly run: number;
  readonly at: string;
}

/** One source and what was read of it. */
export interface SourceCount {
  /** As the user named it; `-` is stdin. */
  readonly name: string;
  /** Bytes read of it, as it is stored or sent: compressed, if it is. */
  readonly bytes: number;
  readonly records: number;
  /** Its part of `counts.expanded`. */
  readonly expanded: number;
  /** Its rows among `counts.loaded`. */
  readonly loaded: number;
  readonly rejected: number;
  /** Its part of `counts.filtered`. */
  readonly filtered: number;
  /** Its rows among `counts.skipped`. */
  readonly skipped: number;
}

/** What became of the records: `read + expanded = loaded + rejected + filtered + skipped + rolledBack` when read to the end. */
export interface RunCounts {
  readonly read: number;
  /** How many more there are since a pipeline has made several of one. */
  readonly expanded: number;
  /** Rows that are in the table now because of this run; in a dry run, that would be. */
  readonly loaded: number;
  readonly rejected: number;
  /** Records that a rule of the user's has left out. */
  readonly filtered: number;
  /** Records that the mode passed over: their key was there already, or came again later. */
  readonly skipped: number;
  /** Records that were not rejected and not loaded either, since the run was rolled back; some may be unchecked yet. */
  readonly rolledBack: number;
}

/** The error that stopped a run. */
export interface RunError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
}

/** The summary as the one line of JSON that `--json` prints, without a line end; rates are rounded. */
export function summaryJson(summary: RunSummary): string {
  return JSON.stringify({
    ...summary,
    seconds: round(summary.seconds, 3),
    rowsPerSecond: round(summary.rowsPerSecond, 0),
    megabytesPerSecond: round(summary.megabytesPerSecond, 1),
  });
}

/**
 * The summary for a person: what happened, the numbers, the files, what to do next. Without a line end at the end.
 * The error, if any, is not repeated: whoever printed it has said it.
 *
 * @param summary - The run's end.
 * @param paint - Adds colour; default: none.
 */
export function renderSummary(summary: RunSummary, paint: Painter = plain): string {
  return [
    paint(styles[summary.outcome], headline(summary)),
    ...renderTable([...countRows(summary), ...factRows(summary)]),
    ...nextSteps(summary),
  ].join('\n');
}

const styles = {
  loaded: 'green',
  loaded_with_rejects: 'yellow',
  dry_run: 'green',
  valid: 'green',
  valid_with_rejects: 'yellow',
  converted: 'green',
  converted_with_rejects: 'yellow',
  too_many_rejects: 'red',
  failed: 'red',
  interrupted: 'red',
} as const satisfies Record<RunOutcome, string>;

function headline(summary: RunSummary): string {
  const { outcome, counts, command } = summary;
  const wording = headlines[outcome];
  if (wording !== undefined) return wording(summary);
  const rows = numbers.counted(counts.loaded, command === 'load' ? 'row' : 'record');
  if (summary.error?.code === 'OUTCOME_UNKNOWN') return 'failed: it is not known whether the rows are in';
  const what = bad[outcome as keyof typeof bad];
  return counts.loaded > 0 ? `${what}, with ${rows} ${doneWith[command]}` : `${what}${endings[command]}`;
}

const headlines: Partial<Record<RunOutcome, (summary: RunSummary) => string>> = {
  loaded: loadedHeadline,
  loaded_with_rejects: loadedHeadline,
  dry_run: (summary) => `dry run: ${rowsOf(summary)} would be loaded into${targetOf(summary)}; nothing was changed`,
  valid: (summary) => `checked ${recordsOf(summary)}: all are good${forTarget(summary)}`,
  valid_with_rejects: (summary) =>
    `checked ${recordsOf(summary)}: ${numbers.count(summary.counts.loaded)} are good${forTarget(summary)}`,
  converted: (summary) => `converted ${numbers.counted(summary.counts.loaded, 'record')}`,
  converted_with_rejects: (summary) => `converted ${numbers.counted(summary.counts.loaded, 'record')}`,
};

function loadedHeadline(summary: RunSummary): string {
  const { loadedBefore, sources } = summary;
  if (sources.length === 0 && loadedBefore.length > 0)
    return `nothing to load: the input is in${targetOf(summary)} already`;
  return `loaded ${rowsOf(summary)} into${targetOf(summary)}${noteOn(summary)}`;
}

function noteOn({ tableCreated, mode, settledBefore }: RunSummary): string {
  if (settledBefore.records > 0) return `, after ${numbers.count(settledBefore.loaded)} of earlier runs`;
  if (tableCreated) return ' (new table)';
  return mode === 'replace' ? ' in place of what was there' : '';
}

function rowsOf({ counts }: RunSummary): string {
  return numbers.counted(counts.loaded, 'row');
}

function recordsOf({ counts }: RunSummary): string {
  return numbers.counted(counts.read, 'record');
}

function targetOf({ table }: RunSummary): string {
  return table === null ? '' : ` ${printable(table, NAME_LIMIT)}`;
}

function forTarget(summary: RunSummary): string {
  return summary.table === null ? '' : ` for${targetOf(summary)}`;
}

const bad = { too_many_rejects: 'too many rejects', interrupted: 'interrupted', failed: 'failed' };

const endings = {
  load: ', rolled back: nothing was loaded',
  validate: '',
  convert: ': nothing was written',
} as const satisfies Record<RunSummary['command'], string>;

/** What the records that went through are called. */
const doneWith = { load: 'loaded', validate: 'good', convert: 'converted' } as const;

type TableRow = readonly [label: string, value: string];

function countRows(summary: RunSummary): TableRow[] {
  const { command, mode, counts, repairedValues, replacedValues, settledBefore } = summary;
  const rows: [string, number][] = [
    [readLabel(summary), counts.read],
    ...(counts.expanded > 0 ? [['made of these', counts.expanded] as [string, number]] : []),
    [doneWith[command], counts.loaded],
    ['rejected', counts.rejected],
  ];
  const others: [string, number][] = [
    ['filtered', counts.filtered],
    [mode === 'upsert' || mode === 'ignore' ? 'skipped (same key)' : 'skipped', counts.skipped],
    ['rolled back', counts.rolledBack],
    ['repaired values', repairedValues],
    ...Object.entries(replacedValues).map(([column, count]): [string, number] => [
      `replaced in ${printable(column, 40)}`,
      count,
    ]),
    ['settled before', settledBefore.records],
  ];
  const shown = [...rows, ...others.filter(([, count]) => count > 0)];
  const texts = shown.map(([, count]) => numbers.count(count));
  const width = Math.max(...texts.map((text) => text.length));
  return shown.map(([label], index) => [label, texts[index].padStart(width)]);
}

function readLabel({ stoppedEarly, limitReached }: RunSummary): string {
  if (stoppedEarly) return 'read (stopped early)';
  return limitReached ? 'read (up to limit)' : 'read';
}

function factRows(summary: RunSummary): TableRow[] {
  const speed = `${numbers.count(summary.rowsPerSecond)} rows/s, ${numbers.fine(summary.megabytesPerSecond)} MB/s`;
  return [
    ['time', `${numbers.duration(summary.seconds)}, ${speed}`],
    ['memory', `${numbers.bytes(summary.peakMemoryBytes)} at most`],
    ...(summary.database === '' ? [] : [['database', printable(summary.database, NAME_LIMIT)] as const]),
    ...[...summary.rejectFiles, ...(summary.conflictsFile === null ? [] : [summary.conflictsFile])].map(
      (path): TableRow => ['written', printable(path, NAME_LIMIT)],
    ),
  ];
}

function renderTable(rows: readonly TableRow[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
}

function nextSteps({ command, outcome, rejectFiles, ledgerRun }: RunSummary): string[] {
  if (command !== 'load') return [];
  if (ledgerRun !== null && outcome in bad)
    return ['next: run it again (without --again); it goes on where this run has ended'];
  const records = printable(rejectFiles[0] ?? 'the rejected records', NAME_LIMIT);
  switch (outcome) {
    case 'loaded_with_rejects':
      return [`next: mend ${records} and load it into the same table`];
    case 'too_many_rejects':
      return ['next: mend the input and load it again, or let the good records in with --max-errors N (or N%)'];
    case 'dry_run':
      return ['next: run it again without --dry-run'];
    default:
      return [];
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

const NAME_LIMIT = 200;
