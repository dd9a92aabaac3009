import { renameSync } from 'node:fs';
import type { RejectedRecord, RejectSink } from '../batch/faults.js';
import type { SourceRef } from '../batch/place.js';
import { RejectFiles, type RejectFilesOptions, type RejectMark } from '../sinks/rejects/reject-files.js';

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
   * @returns Whether they are still there as it has left them; if not, they are left alone.
   */
  continue(source: SourceRef, mark: RejectMark): boolean {
    const files = RejectFiles.continued(this.#optionsOf(source), mark);
    if (files !== null) this.#files.set(source, files);
    return files !== null;
  }

  /**
   * Gives the files that are where those of a source go other names, so that none is lost.
   *
   * @param suffix - What the names get more.
   * @returns The new paths.
   */
  setAside(source: SourceRef, suffix: string): string[] {
    const { records, faults } = this.#optionsOf(source).paths;
    return [records, faults].flatMap((path) => (movedTo(path, `${path}.${suffix}`) ? [`${path}.${suffix}`] : []));
  }

  /**
   * Writes what there is of a source's rejects, down to the disk.
   *
   * @throws SluiceError OUTPUT_FAILED when a file can't be made or written (a full disk).
   */
  synced(source: SourceRef): Promise<RejectMark> {
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

/** Whether there was something to give another name. */
function movedTo(path: string, other: string): boolean {
  try {
    renameSync(path, other);
    return true;
  } catch {
    return false;
  }
}
