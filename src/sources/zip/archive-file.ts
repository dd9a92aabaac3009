import { RandomAccessReader } from 'yauzl';
import type { Source } from '../source.js';

/** A source that can be read at any place, and has a size: a file. */
export type SeekableSource = Source & { readonly size: number; readonly readAt: NonNullable<Source['readAt']> };

/** Whether a source can be read at any place. */
export function isSeekable(source: Source): source is SeekableSource {
  return source.readAt !== null && source.size !== null;
}

/** Lets yauzl read the directory of an archive that is a source of ours. */
export class ArchiveFile extends RandomAccessReader {
  readonly #source: SeekableSource;

  constructor(source: SeekableSource) {
    super();
    this.#source = source;
  }

  override read(...[buffer, offset, length, position, callback]: Parameters<RandomAccessReader['read']>): void {
    this.#source.readAt(buffer.subarray(offset, offset + length), position).then(
      (count) => callback(count === length ? null : new Error('the file ends before it')),
      (error: unknown) => callback(error as Error),
    );
  }
}
