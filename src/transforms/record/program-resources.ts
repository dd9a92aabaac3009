import type { LookupPlan } from '../../schema/transform/column-plan.js';
import type { ValueSpelling } from '../../schema/spelling/spelling-for.js';
import type { LookupTable } from '../columns/lookup-table.js';

/** What the programs of a run share: it is made once a run, whoever reads the records how often. */
export interface ProgramResources {
  /** The tables of the plan's lookups: opened before the first record is read. */
  readonly lookups: Map<LookupPlan, LookupTable>;
  /** How the inputs spell numbers and dates. A database that is met may yet tell the order of dates. */
  spelling: ValueSpelling;
  /** Aborted when the run is. */
  readonly signal: AbortSignal;
}

/** Those of a run that has just begun. */
export function newResources(signal: AbortSignal, spelling: ValueSpelling): ProgramResources {
  return { lookups: new Map(), spelling, signal };
}
