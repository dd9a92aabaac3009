import { setTimeout as pause } from 'node:timers/promises';
import { chunkStream } from './chunk-stream.js';
import { peel } from './peel.js';
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
  if (!source.repeatable) return headOfStream(source, count);
  let isAll = false;
  const enough = (bytes: Buffer, atEnd: boolean): Buffer | null => {
    isAll = atEnd && bytes.length <= count;
    return bytes.length >= count || atEnd ? Buffer.from(bytes.subarray(0, count)) : null;
  };
  const { head, rest } = await peel(source.read(), enough, () => 0);
  rest.destroy();
  return { head, source, atEnd: isAll };
}

async function headOfStream(source: Source, count: number): Promise<SourceHead> {
  const stream = source.read();
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let bytes: Buffer = Buffer.alloc(0);
  let next = chunks.next();
  for (;;) {
    const result = bytes.includes(LF) ? await Promise.race([next, pause(SILENCE_MS, null)]) : await next;
    const isSilent = result === null;
    if (!isSilent && result.done !== true) {
      bytes = Buffer.concat([bytes, result.value]);
      next = chunks.next();
    }
    const atEnd = !isSilent && result.done === true;
    if (!isSilent && !atEnd && bytes.length < count) continue;
    const rest = (): AsyncGenerator<Buffer, void> => all(bytes, next, chunks);
    // Whoever then reads is told of a failure; until then it is nobody's.
    next.catch(() => undefined);
    const again = { ...source, read: () => chunkStream(rest()) };
    return { head: Buffer.from(bytes.subarray(0, count)), source: again, atEnd: atEnd && bytes.length <= count };
  }
}

/** What has been read, and then what comes. */
async function* all(
  bytes: Buffer,
  next: Promise<IteratorResult<Buffer, undefined>>,
  chunks: AsyncIterator<Buffer, undefined>,
): AsyncGenerator<Buffer, void> {
  try {
    yield bytes;
    for (let result = await next; result.done !== true; result = await chunks.next()) yield result.value;
  } finally {
    // Not waited for: of a silent stream it would take for ever.
    void chunks.return?.();
  }
}

const LF = 0x0a;
