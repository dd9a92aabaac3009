import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { bytesAfter } from './bytes-after.js';
import { chunkStream } from './chunk-stream.js';
import type { Source } from './source.js';

/** The first bytes of a source, and a source that still has them. */
export interface SourceHead {
  readonly head: Buffer;
  /** To be used in place of the original, whose first bytes may be gone. */
  readonly source: Source;
  /** The head is all that there is. */
  readonly atEnd: boolean;
}

/** How long a stream that has sent a line may be silent before it is judged by what it has sent, in milliseconds. */
const SILENCE_MS = 300;

/**
 * Looks at the first bytes of a source without losing them, be it one that can be read only once. Of such a one fewer come
 * when its writer falls silent: a pipe may trickle for hours, and its first lines tell enough.
 *
 * @param count - How many bytes to look at; fewer come when the source ends before.
 * @throws SluiceError SOURCE_UNREADABLE, SOURCE_CORRUPT
 */
export async function headOf(source: Source, count: number): Promise<SourceHead> {
  if (source.readAt !== null) {
    const target = Buffer.alloc(count);
    const length = await source.readAt(target, 0);
    return { head: target.subarray(0, length), source, atEnd: length < count };
  }
  const stream = source.read();
  const chunks = stream[Symbol.asyncIterator]() as Chunks;
  const { bytes, isWhole, next } = await beginningOf(chunks, count, !source.repeatable);
  const found = { head: Buffer.from(bytes.subarray(0, count)), atEnd: isWhole && bytes.length <= count };
  if (source.repeatable) {
    stream.destroy();
    return { ...found, source };
  }
  const recycle = (chunk: Buffer): void => source.recycle(chunk);
  const read = (from = 0): Readable => chunkStream(bytesAfter(from, all(bytes, next, chunks), recycle));
  return { ...found, source: { ...source, read } };
}

type Chunks = AsyncIterator<Buffer, undefined>;

/** What has been taken of a stream. */
interface Beginning {
  readonly bytes: Buffer;
  /** Nothing follows. */
  readonly isWhole: boolean;
  /** What was asked for and has not come yet, if anything was. */
  readonly next: ReturnType<Chunks['next']> | null;
}

/**
 * Takes chunks until they have `count` bytes.
 *
 * @param mayTrickle - Fewer will do when no more come for a while after the first line.
 */
async function beginningOf(chunks: Chunks, count: number, mayTrickle: boolean): Promise<Beginning> {
  const pieces: Buffer[] = [];
  let length = 0;
  for (let hasLine = false; length < count;) {
    const next = chunks.next();
    const result: IteratorResult<Buffer, undefined> | null =
      mayTrickle && hasLine ? await Promise.race([next, pause(SILENCE_MS, null)]) : await next;
    // Whoever then reads is told of a failure; until then it is nobody's.
    next.catch(() => undefined);
    if (result === null) return { bytes: Buffer.concat(pieces), isWhole: false, next };
    if (result.done === true) return { bytes: Buffer.concat(pieces), isWhole: true, next: null };
    pieces.push(result.value);
    length += result.value.length;
    hasLine ||= result.value.includes(LF);
  }
  return { bytes: Buffer.concat(pieces), isWhole: false, next: null };
}

/** What has been read, and then what comes. */
async function* all(bytes: Buffer, next: Beginning['next'], chunks: Chunks): AsyncGenerator<Buffer, void> {
  try {
    yield bytes;
    for (let asked = next; ; asked = null) {
      const result: IteratorResult<Buffer, undefined> = await (asked ?? chunks.next());
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    // Not waited for: of a silent stream it would take for ever.
    void chunks.return?.();
  }
}

const LF = 0x0a;
