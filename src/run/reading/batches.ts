import type { Batch } from '../../batch/batch.js';
import type { Source } from '../../sources/source.js';
import type { RecordReading } from './record-source.js';

/**
 * The batches of a reading, one after the other; each is taken back when the next is asked for.
 *
 * @throws What the source throws; the signal's reason when it is aborted.
 */
export async function* batchesOf(
  source: Source,
  reading: Pick<RecordReading, 'bytes' | 'assembler' | 'pool'>,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const { bytes, assembler, pool } = reading;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      yield* lent(assembler.push(chunk), pool);
      source.recycle(chunk);
    }
    yield* lent(assembler.end(), pool);
  } finally {
    bytes.destroy();
  }
}

function* lent(batches: Iterable<Batch>, pool: RecordReading['pool']): Generator<Batch> {
  for (const batch of batches) {
    yield batch;
    pool.release(batch);
  }
}
