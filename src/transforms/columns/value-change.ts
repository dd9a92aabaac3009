import type { FaultKind } from '../../batch/faults.js';
import type { ColumnChange, LookupPlan } from '../../schema/transform/column-plan.js';
import type { ProgramResources } from '../record/program-resources.js';
import { lookupChange } from './lookup-change.js';
import type { LookupTable } from './lookup-table.js';

/** What a change makes of a value: another, NULL, or nothing, for the reason that a fault tells. */
export type Changed = string | null | FaultKind;

/** Changes one value. NULL is null. */
export type ValueChange = (value: string | null) => Changed;

/**
 * The function that does one change of a column.
 *
 * @param column - Its name, for faults.
 * @param resources - Have the tables of lookups.
 */
export function valueChange(column: string, change: ColumnChange, resources: ProgramResources): ValueChange {
  switch (change.kind) {
    case 'trim':
      return onText((value) => value.trim());
    case 'lower':
      return onText((value) => value.toLowerCase());
    case 'upper':
      return onText((value) => value.toUpperCase());
    case 'replace':
      return onText((value) => value.replace(change.pattern, change.with));
    case 'null':
      return onText((value) => (change.values.has(value) ? null : value));
    case 'default':
      return (value) => value ?? change.value;
    case 'lookup':
      return lookupChange(column, openedTable(resources, change.lookup), change.otherwise);
    default:
      throw new Error(`The change ${change.kind} of ${column} is not known.`);
  }
}

function onText(change: (value: string) => Changed): ValueChange {
  return (value) => (value === null ? null : change(value));
}

function openedTable({ lookups }: ProgramResources, plan: LookupPlan): LookupTable {
  const table = lookups.get(plan);
  if (table === undefined) throw new Error('A lookup has not been opened.');
  return table;
}
