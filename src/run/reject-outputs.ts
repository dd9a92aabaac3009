import type { RejectedRecord, RejectSink } from '../batch/faults.js';
import type { SourceRef } from '../batch/place.js';
import { RejectFiles, type RejectFilesOptions } from '../sinks/rejects/reject-files.js';

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

  #filesOf(source: SourceRef): RejectFiles {
    let files = this.#files.get(source);
    if (files === undefined) {
      const options = this.#options.get(source);
      if (options === undefined) throw new Error('A record was rejected from a source that is not of this run.');
      files = new RejectFiles(options);
      this.#files.set(source, files);
    }
    return files;
  }
}
