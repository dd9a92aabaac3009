import type { SourceRef } from '../../batch/place.js';
import type { RejectedRecord, RejectSink } from '../../batch/faults.js';
import { FaultLines } from './fault-lines.js';
import { hashOfEnds } from './hash-of-ends.js';
import { OutputFile } from './output-file.js';
import type { RejectPaths } from './reject-paths.js';

/** Where the reject files of one source go, and what the records file begins with. */
export interface RejectFilesOptions {
  /** The source whose rejects these are. */
  readonly source: SourceRef;
  readonly paths: RejectPaths;
  /** The original bytes of the header without its line end; null when the source has none. */
  readonly header: Buffer | null;
}

/** What tells the two files of a run again, as it had them on the disk. */
export interface RejectMark {
  /** How many bytes they had. */
  readonly records: number;
  readonly faults: number;
  /** A hash of what they ended in: see `hashOfEnds`. */
  readonly ends: string;
}

interface OutputFiles {
  readonly records: OutputFile;
  readonly faults: OutputFile;
}

/**
 * The two reject files of one source: the rejected records as they were, ready to be fixed and loaded again, and
 * one line of NDJSON for each fault.
 *
 * Neither exists before the first reject. Then both are made anew, readable by their owner alone, in place of those
 * of an earlier run; a symbolic link there is replaced, not followed. A run without rejects leaves the files of an
 * earlier run alone. The files grow as the run goes, so a long run can be watched.
 *
 * A failed write is kept, and thrown by the next `drained` or `close`; `add` never throws.
 */
export class RejectFiles implements RejectSink {
  readonly #records: OutputFile;
  readonly #faults: OutputFile;
  readonly #faultLines: FaultLines;
  #header: Buffer | null;
  #used: boolean;
  /** The ordinals of the latest records that the database has refused. */
  readonly #refused = new Set<number>();

  /** @param before - The files of an earlier run, to go on with; default: they are made anew. */
  constructor({ source, paths, header }: RejectFilesOptions, before: OutputFiles | null = null) {
    this.#records = before?.records ?? new OutputFile(paths.records);
    this.#faults = before?.faults ?? new OutputFile(paths.faults);
    this.#faultLines = new FaultLines(this.#faults, source);
    this.#header = header === null || before !== null ? null : Buffer.from(header);
    this.#used = before !== null;
  }

  /**
   * Goes on with the files of an earlier run where they had come to; what follows there is cut off.
   *
   * @returns Null when they are not there any more as that run has left them: then they are left alone.
   */
  static continued(options: RejectFilesOptions, mark: RejectMark): RejectFiles | null {
    const { paths } = options;
    if (endsOf(paths, mark) !== mark.ends) return null;
    const records = OutputFile.continued(paths.records, mark.records);
    const faults = OutputFile.continued(paths.faults, mark.faults);
    return new RejectFiles(options, { records, faults });
  }

  add(rejected: RejectedRecord): void {
    if (this.#header !== null) appendLine(this.#records, this.#header);
    this.#header = null;
    this.#used = true;
    if (!this.#isRepeated(rejected)) appendLine(this.#records, rejected.raw);
    this.#faultLines.append(rejected);
  }

  /** Several rows that were made of one record may be refused, each by itself; rows of others between them. */
  #isRepeated({ place: { ordinal }, faults }: RejectedRecord): boolean {
    if (faults[0].kind.stage !== 'database') return false;
    if (this.#refused.has(ordinal)) return true;
    if (this.#refused.size === MOST_REFUSED) this.#refused.clear();
    this.#refused.add(ordinal);
    return false;
  }

  /**
   * Resolves when at most one buffer of each file is still being written; called after each batch.
   *
   * @throws SluiceError OUTPUT_FAILED when a file can't be made or written (a full disk).
   */
  async drained(): Promise<void> {
    await this.#records.drained();
    await this.#faults.drained();
  }

  /**
   * Writes what there is to both files, down to the disk.
   *
   * @throws SluiceError OUTPUT_FAILED when a file can't be made or written (a full disk).
   */
  async synced(): Promise<RejectMark> {
    const lengths = { records: await this.#records.synced(), faults: await this.#faults.synced() };
    const ends = endsOf({ records: this.#records.path, faults: this.#faults.path }, lengths);
    // Without it, a later run does not know them for its own, and leaves them alone.
    return { ...lengths, ends: ends ?? '' };
  }

  /**
   * Writes what is left and closes both files, which then stay. May be called more than once.
   *
   * @returns The paths of the files: records, then faults; none when there was no reject.
   * @throws SluiceError OUTPUT_FAILED when a file can't be made or written (a full disk).
   */
  async close(): Promise<string[]> {
    if (!this.#used) return [];
    const results = await Promise.allSettled([this.#records.close(), this.#faults.close()]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return [this.#records.path, this.#faults.path];
  }

  /** Closes and removes both files of this run, unless `close` has already kept them. Never throws. */
  async abort(): Promise<void> {
    this.#used = false;
    await Promise.all([this.#records.discard(), this.#faults.discard()]);
  }
}

function endsOf(paths: RejectPaths, { records, faults }: Omit<RejectMark, 'ends'>): string | null {
  return hashOfEnds([
    { path: paths.records, length: records },
    { path: paths.faults, length: faults },
  ]);
}

/** Appends bytes and a line feed. */
function appendLine(file: OutputFile, line: Buffer): void {
  const at = file.reserve(line.length + 1);
  file.bytes.set(line, at);
  file.bytes[at + line.length] = LF;
  file.length = at + line.length + 1;
}

/** Rows of one record are refused near each other. */
const MOST_REFUSED = 4096;

const LF = 0x0a;
