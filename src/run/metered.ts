import type { Readable } from 'node:stream';

/**
 * The chunks of a stream, until `isStopped` says so.
 *
 * @param onChunk - Called after each.
 */
export async function* metered(
  stream: Readable,
  onChunk: () => void,
  isStopped: () => boolean,
): AsyncGenerator<Buffer, void> {
  if (isStopped()) {
    stream.destroy();
    return;
  }
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (isStopped()) return;
    onChunk();
    yield chunk;
  }
}
