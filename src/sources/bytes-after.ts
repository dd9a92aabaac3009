/**
 * All bytes of some chunks but for the first `count`.
 *
 * @param recycle - Takes back each chunk of which nothing is left. Default: nobody does.
 * @returns Chunks that are those given, but for the first: a view of one.
 */
export async function* bytesAfter(
  count: number,
  chunks: AsyncIterable<Buffer>,
  recycle?: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void> {
  let left = count;
  for await (const chunk of chunks) {
    const dropped = Math.min(left, chunk.length);
    left -= dropped;
    if (dropped < chunk.length) yield chunk.subarray(dropped);
    else recycle?.(chunk);
  }
}
