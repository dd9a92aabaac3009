import type { Fault } from './faults.js';

/** Leaves out what is said twice of one record, all rows of which have some faults; and all beyond the first hundred. */
export function distinctFaults(faults: readonly Fault[]): Fault[] {
  const distinct: Fault[] = [];
  for (const fault of faults) {
    if (distinct.length === MOST_FAULTS) break;
    if (!distinct.some((other) => isSame(fault, other))) distinct.push(fault);
  }
  return distinct;
}

function isSame(one: Fault, other: Fault): boolean {
  if (one.kind !== other.kind || (one.value === null) !== (other.value === null)) return false;
  return one.value === null || other.value === null || one.value.equals(other.value);
}

const MOST_FAULTS = 100;
