import { ExitCode } from '../errors/catalogue.js';
import type { SluiceError } from '../errors/sluice-error.js';
import type { RejectDigest } from '../report/digest.js';
import type { LoadMode } from '../config/write-plan.js';
import type { LoadedBefore, RunCounts, RunOutcome, RunSummary, SettledBefore, SourceCount } from '../report/summary.js';
import { displayTable } from '../schema/identifiers.js';
import type { TableName } from '../schema/table.js';

/** What became of one source, as far as the run has come. */
export interface SourceAccount {
  /** As the user named it. */
  readonly name: string;
  /** Bytes of the original that were read. */
  readonly bytes: number;
  readonly read: number;
  readonly rejected: number;
  /** Rows on their way to Postgres or there. */
  readonly sent: number;
  /** Values whose bad bytes were replaced or stripped. */
  readonly repaired: number;
  /** Records that a rule of the user's has left out. */
  readonly filtered: number;
  /** How many more there are since one became several. */
  readonly expanded: number;
  /** Values that were replaced as `onError` says, by the column's name. */
  readonly replaced: ReadonlyMap<string, number>;
}

/** Collects, while a run goes on, what its summary will say. */
export class RunAccount {
  table: TableName | null = null;
  tableCreated = false;
  database = '';
  sources: readonly SourceAccount[] = [];
  /** Brings `sources` up to now: what was on its way when reading ended may have come to its own end since. */
  takeStock: () => void = nothing;
  /** How rows are written; null: none are. */
  mode: LoadMode | null = null;
  /** For each source: rows sent that the mode skipped; empty: none of any. */
  skippedBySource: readonly number[] = [];
  conflictsFile: string | null = null;
  /** The number of a resumable run in the ledger; then what is acknowledged is committed. */
  ledgerRun: number | null = null;
  /** What earlier runs had settled of the sources that a resumable run goes on with. */
  settledBefore: SettledBefore = { records: 0, loaded: 0, rejected: 0 };
  /** Sources that were passed over, since a finished run has loaded them. */
  readonly loadedBefore: LoadedBefore[] = [];
  /** Rows that Postgres acknowledged, committed or not. */
  acknowledged = 0;
  committed = false;
  /** What is sent counts, however the run ends: a conversion has put it on standard output, a validation found it good. */
  countsSent = false;
  stoppedEarly = false;
  /** Reading ended when a pipeline's `limit` was reached. */
  limitReached = false;
  rejectFiles: readonly string[] = [];
  error: SluiceError | null = null;
  readonly #startedAt: number;
  readonly command: RunSummary['command'];
  readonly #isTrial: boolean;

  /**
   * @param command - Whose run it is.
   * @param isTrial - Nothing is to be committed.
   * @param startedAt - By `performance.now()`. Default: now.
   */
  constructor(command: RunSummary['command'], isTrial: boolean, startedAt = performance.now()) {
    this.command = command;
    this.#isTrial = isTrial;
    this.#startedAt = startedAt;
  }

  /** Bytes read of all sources. */
  get bytes(): number {
    return this.#sum('bytes');
  }

  /** Records read, good and rejected. */
  get read(): number {
    return this.#sum('read');
  }

  /** Records with a fault. */
  get rejected(): number {
    return this.#sum('rejected');
  }

  /** Records that a rule of the user's has left out. */
  get filtered(): number {
    return this.#sum('filtered');
  }

  /** How many more there are since one became several. */
  get expanded(): number {
    return this.#sum('expanded');
  }

  /** Records that the mode skipped. */
  get skipped(): number {
    return this.skippedBySource.reduce((sum, count) => sum + count, 0);
  }

  /** Records that were passed on: what a run without a database has to show for itself. */
  get sent(): number {
    return this.#sum('sent');
  }

  /** Rows that are in, or would be; records that are good, or written. */
  get loaded(): number {
    if (this.countsSent) return this.sent;
    return this.#isGood ? this.acknowledged : 0;
  }

  /** Notes what an earlier run had settled of a source. */
  addSettled({ records, loaded, rejected }: SettledBefore): void {
    const { settledBefore: before } = this;
    this.settledBefore = {
      records: before.records + records,
      loaded: before.loaded + loaded,
      rejected: before.rejected + rejected,
    };
  }

  /** The summary as of now. */
  summary(digest: RejectDigest): RunSummary {
    this.takeStock();
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return {
      command: this.command,
      outcome: this.outcome,
      exitCode: this.#exitCode(),
      table: this.table === null ? null : displayTable(this.table),
      tableCreated: this.tableCreated,
      database: this.database,
      mode: this.mode,
      sources: this.sources.map((source, index) => this.#sourceCount(source, this.skippedBySource[index] ?? 0)),
      counts: this.#counts(),
      repairedValues: this.#sum('repaired'),
      replacedValues: this.#replaced(),
      faults: digest.counts(),
      seconds,
      rowsPerSecond: this.read / seconds,
      megabytesPerSecond: this.bytes / 1e6 / seconds,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      rejectFiles: this.rejectFiles,
      conflictsFile: this.conflictsFile,
      ledgerRun: this.ledgerRun,
      settledBefore: this.settledBefore,
      loadedBefore: this.loadedBefore,
      stoppedEarly: this.stoppedEarly,
      limitReached: this.limitReached,
      error: this.#shownError(),
    };
  }

  #shownError(): RunSummary['error'] {
    return this.error === null ? null : { code: this.error.code, message: this.error.message, hint: this.error.hint };
  }

  #counts(): RunCounts {
    const { read, rejected, loaded, filtered, expanded } = this;
    const skipped = this.#isGood ? this.skipped : 0;
    const rolledBack = read + expanded - rejected - filtered - loaded - skipped;
    return { read, expanded, loaded, rejected, filtered, skipped, rolledBack };
  }

  /** The acknowledged rows count as loaded: they are in, or would be. */
  get #isGood(): boolean {
    return this.committed || this.ledgerRun !== null || (this.#isTrial && this.error === null);
  }

  #sum(key: 'bytes' | 'read' | 'rejected' | 'repaired' | 'sent' | 'filtered' | 'expanded'): number {
    return this.sources.reduce((sum, source) => sum + source[key], 0);
  }

  #replaced(): Record<string, number> {
    const totals = new Map<string, number>();
    for (const { replaced } of this.sources)
      for (const [column, count] of replaced) totals.set(column, (totals.get(column) ?? 0) + count);
    return Object.fromEntries(totals);
  }

  #sourceCount({ name, bytes, read, rejected, sent, filtered, expanded }: SourceAccount, skipped: number): SourceCount {
    const isKept = this.#isGood || this.countsSent;
    return {
      name,
      bytes,
      records: read,
      expanded,
      loaded: isKept ? sent - skipped : 0,
      rejected,
      filtered,
      skipped: isKept ? skipped : 0,
    };
  }

  /** How the run ends, as of now. */
  get outcome(): RunOutcome {
    const { error } = this;
    if (error === null) return this.#goodOutcome();
    if (error.code === 'TOO_MANY_REJECTS') return 'too_many_rejects';
    return error.code === 'INTERRUPTED' || error.code === 'TERMINATED' ? 'interrupted' : 'failed';
  }

  #goodOutcome(): RunOutcome {
    const [clean, withRejects] = goodOutcomes[this.command];
    if (this.command === 'load' && this.#isTrial) return 'dry_run';
    return this.#anyRejected ? withRejects : clean;
  }

  #exitCode(): number {
    if (this.error !== null) return this.error.exitCode;
    return this.#anyRejected ? ExitCode.loadedWithRejects : ExitCode.ok;
  }

  /** Of what is now in the table, whichever run has put it there. */
  get #anyRejected(): boolean {
    return this.rejected + this.settledBefore.rejected > 0;
  }
}

function nothing(): void {
  // There is nothing yet to take stock of.
}

const goodOutcomes = {
  load: ['loaded', 'loaded_with_rejects'],
  validate: ['valid', 'valid_with_rejects'],
  convert: ['converted', 'converted_with_rejects'],
} as const satisfies Record<RunSummary['command'], readonly [RunOutcome, RunOutcome]>;
