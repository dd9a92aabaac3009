import { coveredRecords } from '../../batch/covered-records.js';
import type { PromptStep } from './step.js';

/** The step that notes which records a batch has, before other steps leave some out or make several of one. */
export const noteCovered: PromptStep = (batch) => {
  batch.covered = coveredRecords(batch, batch.rejected);
  return batch;
};
