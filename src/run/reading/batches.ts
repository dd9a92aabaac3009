import type { Batch } from '../../batch/batch.js';
import type { Source } from '../../sources/source.js';
import { runSteps, type Step } from '../../transforms/steps/step.js';
import { isEnough } from './enough.js';
import type { RecordReading } from './record-source.js';

/**
 * The batches of a reading, one after the other; each is taken back when the next is asked for.
 *
 * @throws What the source throws; the signal's reason when it is aborted.
 */
export async function* batchesOf(
  source: Source,
  reading: Pick<RecordReading, 'bytes' | 'assembler' | 'pool' | 'program'>,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const { bytes, assembler, pool, program } = reading;
  const steps = program === null ? [] : [program.step];
  try {
    if (isEnough(program)) return;
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      yield* lent(assembler.push(chunk), pool, steps);
      source.recycle(chunk);
      if (isEnough(program)) return;
    }
    yield* lent(assembler.end(), pool, steps);
  } finally {
    bytes.destroy();
  }
}

async function* lent(
  batches: Iterable<Batch>,
  pool: RecordReading['pool'],
  steps: readonly Step[],
): AsyncGenerator<Batch> {
  for (const batch of batches) {
    yield await runSteps(steps, batch);
    pool.release(batch);
  }
}
