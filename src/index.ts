/** The library: what the commands do, for code. docs/library.md tells how. */
export {
  definePipeline,
  type PipelineDefinition,
  type Transformed,
  type TransformFunction,
  type Value,
} from './config/pipeline/code/define-pipeline.js';
export { convert, type ConvertOptions } from './library/convert.js';
export { load, type LoadOptions } from './library/load.js';
export type { NoticeEvent, ProgressEvent, RejectEvent, RunListeners } from './library/run-events.js';
export { RunFailedError } from './library/run-failed-error.js';
export type { Pipeline, RunOptions } from './library/run-options.js';
export { validate, type ValidateOptions } from './library/validate.js';
export type { ErrorCode } from './errors/catalogue.js';
export { SluiceError } from './errors/sluice-error.js';
export type { RunCounts, RunError, RunOutcome, RunSummary, SourceCount } from './report/summary.js';
export type { TransformContext } from './schema/transform/code-plan.js';
