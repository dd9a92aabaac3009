import { BatchPool, type BatchShape } from '../../batch/batch-pool.js';

/**
 * A pool of batches for one reading.
 *
 * @param shape - With the width of the records as the parser finds them.
 * @param room - Fields that a record has besides, for steps to fill.
 */
export function roomyPool(shape: BatchShape, room: number): BatchPool {
  if (room === 0) return new BatchPool(shape);
  return new BatchPool({ ...shape, width: shape.width + room }, BLOCK_BYTES, VALUE_BYTES);
}

/** As without room: see the pool. */
const BLOCK_BYTES = 128 * 1024;

/** What most programs make of a block; where it is too little, that batch gets a larger one. */
const VALUE_BYTES = 128 * 1024;
