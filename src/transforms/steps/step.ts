import type { Batch } from '../../batch/batch.js';

/**
 * A function of a batch, and of nothing else that changes its outcome. It may change the batch that it is given, which
 * it then returns; its records' original bytes and places stay as they are. Steps run one after another in one
 * stage, so none is ever called while another runs.
 */
export type Step = (batch: Batch) => Batch;
