import type { RejectedRecord, RejectSink } from '../batch/faults.js';
import type { SourceRef } from '../batch/place.js';
import { RejectFiles, type RejectFilesOptions, type RejectLengths } from '../sinks/rejects/reject-files.js';

/** The reject files of all sources of a run; those of a source exist from its first reject. */
export class RejectOutputs implements RejectSink {
  readonly #options: ReadonlyMap<SourceRef, RejectFilesOptions>;
  readonly #files = new Map<SourceRef, RejectFiles>();

  /** @param options - For each source of the run. */
  constructor(options: readonly RejectFilesOptions[]) {
    this.#options = new Map(options.map((one) => [one.source, one]));
  }

  add(rejected: RejectedRecord): void {
    this.#filesOf(rejected.place.source).add(rejected);
  }

  async drained(): Promise<void> {
    for (const files of this.#files.values()) await files.drained();
  }

  /**
   * Writes what is left and closes all files, which then stay. May be called more than once.
   *
   * @returns Their paths: of each source that had a reject the records, then the faults.
   * @throws SluiceError OUTPUT_FAILED when a file can't be made or written (a full disk).
   */
  async close(): Promise<string[]> {
    const results = await Promise.allSettled(Array.from(this.#files.values(), (files) => files.close()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  /**
   * Goes on with the files that an earlier run has left of a source.
   *
   * @returns Whether they are still there as it has left them; if not, new ones take their place.
   */
  continue(source: SourceRef, lengths: RejectLengths): boolean {
    const files = RejectFiles.continued(this.#optionsOf(source), lengths);
    if (files !== null) this.#files.set(source, files);
    return files !== null;
  }

  /**
   * Writes what there is of a source's rejects, down to the disk.
   *
   * @throws SluiceError OUTPUT_FAILED when a file can't be made or written (a full disk).
   */
  synced(source: SourceRef): Promise<RejectLengths> {
    return this.#filesOf(source).synced();
  }

  #filesOf(source: SourceRef): RejectFiles {
    let files = this.#files.get(source);
    if (files === undefined) {
      files = new RejectFiles(this.#optionsOf(source));
      this.#files.set(source, files);
    }
    return files;
  }

  #optionsOf(source: SourceRef): RejectFilesOptions {
    const options = this.#options.get(source);
    if (options === undefined) throw new Error('A record was rejected from a source that is not of this run.');
    return options;
  }
}
