import type { Transform } from 'node:stream';
import type { ByteInput } from './byte-input.js';

/** A decompressor of node:zlib; `bytesWritten` counts the compressed bytes that it has used up. */
export type ZlibEngine = Transform & { readonly bytesWritten: number };

/** `length` bytes from the input's `start`. */
export interface InputPart {
  readonly length: number;
}

/** What an engine gets at once. An error is known to lie in its last piece, so this is how exact offsets are. */
const PIECE_BYTES = 64 * 1024;

/** Bytes of one chunk of output; zlib's own 16 KiB costs a fifth of the speed. */
export const OUTPUT_BYTES = 256 * 1024;

/**
 * What an engine makes of the input, until the engine says that its data is complete, or the input ends. Bytes after
 * the data stay in the input.
 *
 * @param parts - The input cut into parts, each at hand when it comes; default: to its end.
 * @throws SluiceError SOURCE_CORRUPT when the data is damaged or cut off.
 */
export async function* zlibOutput(
  input: ByteInput,
  engine: ZlibEngine,
  parts: AsyncIterable<InputPart> = piecesOf(input),
): AsyncGenerator<Buffer, void> {
  // An error of the input reaches the reader as an error of the engine.
  const fed = feed(input, engine, parts).catch((error: unknown) => engine.destroy(error as Error));
  try {
    for await (const chunk of engine) yield chunk as Buffer;
    await fed;
  } catch (error) {
    throw worded(error, input);
  } finally {
    engine.destroy();
  }
}

async function* piecesOf(input: ByteInput): AsyncGenerator<InputPart, void> {
  while (await input.fill(1)) yield { length: Math.min(PIECE_BYTES, input.available) };
}

async function feed(input: ByteInput, engine: ZlibEngine, parts: AsyncIterable<InputPart>): Promise<void> {
  for await (const { length } of parts) {
    const before = engine.bytesWritten;
    await written(engine, input.bytes.subarray(input.start, input.start + length));
    const used = engine.bytesWritten - before;
    input.start += used;
    if (used < length) return;
  }
  engine.end();
}

function written(engine: ZlibEngine, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    engine.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

function worded(error: unknown, input: ByteInput): unknown {
  if (!(error instanceof Error && 'errno' in error)) return error;
  if (error.message === 'unexpected end of file') return input.truncated();
  return input.damaged(error.message.toLowerCase());
}
