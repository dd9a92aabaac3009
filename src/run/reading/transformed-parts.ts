import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import type { ProgramResources } from '../../transforms/record/program-resources.js';
import type { SourceFinder } from './field-finder.js';
import type { RecordSource } from './record-source.js';

/** What records are made by. */
export interface Transformed {
  readonly source: RecordSource;
  readonly plan: TransformPlan;
  readonly finder: SourceFinder;
  /** The names before the code of the plan. */
  readonly before: readonly string[] | null;
  readonly resources: ProgramResources;
}
