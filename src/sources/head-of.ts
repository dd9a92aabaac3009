import type { Readable } from 'node:stream';
import { peel } from './peel.js';
import type { Source } from './source.js';

/** The first bytes of a source, and a source that still has them. */
export interface SourceHead {
  readonly head: Buffer;
  /** To be used in place of the original, whose first bytes may be gone. */
  readonly source: Source;
}

/**
 * Looks at the first bytes of a source without losing them, be it one that can be read only once.
 *
 * @param count - How many bytes to look at; fewer come when the source ends before.
 * @throws SluiceError SOURCE_UNREADABLE, SOURCE_CORRUPT
 */
export async function headOf(source: Source, count: number): Promise<SourceHead> {
  if (source.readAt !== null) {
    const target = Buffer.alloc(count);
    return { head: target.subarray(0, await source.readAt(target, 0)), source };
  }
  const enough = (bytes: Buffer, atEnd: boolean): Buffer | null =>
    bytes.length >= count || atEnd ? Buffer.from(bytes.subarray(0, count)) : null;
  const { head, rest } = await peel(source.read(), enough, () => 0);
  return { head, source: readOn(source, rest) };
}

/** The stream that was begun is what is read first: a source may be asked, or unpacked, anew for each. */
function readOn(source: Source, begun: Readable): Source {
  let first: Readable | null = begun;
  return {
    ...source,
    read() {
      const stream = first ?? source.read();
      first = null;
      return stream;
    },
    async close() {
      begun.destroy();
      await source.close();
    },
  };
}
