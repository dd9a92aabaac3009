import { ExitCode } from '../errors/catalogue.js';
import type { SluiceError } from '../errors/sluice-error.js';
import type { RejectDigest } from '../report/digest.js';
import type { RunOutcome, RunSummary } from '../report/summary.js';
import { displayTable } from '../schema/identifiers.js';
import type { TableName } from '../schema/table.js';

/** Collects, while a run goes on, what its summary will say. */
export class RunAccount {
  table: TableName | null = null;
  tableCreated = false;
  database = '';
  bytes = 0;
  read = 0;
  rejected = 0;
  /** Rows that Postgres acknowledged, committed or not. */
  acknowledged = 0;
  committed = false;
  stoppedEarly = false;
  rejectFiles: readonly string[] = [];
  error: SluiceError | null = null;
  readonly #startedAt = performance.now();
  readonly #sourceName: string;
  readonly #dryRun: boolean;

  constructor(sourceName: string, dryRun: boolean) {
    this.#sourceName = sourceName;
    this.#dryRun = dryRun;
  }

  /** The summary as of now. */
  summary(digest: RejectDigest): RunSummary {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const loaded = this.committed || (this.#dryRun && this.error === null) ? this.acknowledged : 0;
    return {
      command: 'load',
      outcome: this.#outcome(),
      exitCode: this.#exitCode(),
      table: this.table === null ? null : displayTable(this.table),
      tableCreated: this.tableCreated,
      database: this.database,
      sources: [{ name: this.#sourceName, bytes: this.bytes, records: this.read }],
      counts: {
        read: this.read,
        loaded,
        rejected: this.rejected,
        filtered: 0,
        skipped: 0,
        rolledBack: this.read - this.rejected - loaded,
      },
      faults: digest.counts(),
      seconds,
      rowsPerSecond: this.read / seconds,
      megabytesPerSecond: this.bytes / 1e6 / seconds,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      rejectFiles: this.rejectFiles,
      stoppedEarly: this.stoppedEarly,
      error: this.error === null ? null : { code: this.error.code, message: this.error.message, hint: this.error.hint },
    };
  }

  #outcome(): RunOutcome {
    const { error } = this;
    if (error === null) {
      if (this.#dryRun) return 'dry_run';
      return this.rejected > 0 ? 'loaded_with_rejects' : 'loaded';
    }
    if (error.code === 'TOO_MANY_REJECTS') return 'too_many_rejects';
    return error.code === 'INTERRUPTED' || error.code === 'TERMINATED' ? 'interrupted' : 'failed';
  }

  #exitCode(): number {
    if (this.error !== null) return this.error.exitCode;
    return this.rejected > 0 ? ExitCode.loadedWithRejects : ExitCode.ok;
  }
}
