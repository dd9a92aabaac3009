import type { FaultKind } from '../../batch/faults.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import type { ColumnChange, LookupPlan } from '../../schema/transform/column-plan.js';
import { DateReader, type DateChange } from '../dates/date-reader.js';
import type { ProgramResources } from '../record/program-resources.js';
import { dateKinds, notInMapKind } from './change-fault-kinds.js';
import { lookupChange } from './lookup-change.js';
import type { LookupTable } from './lookup-table.js';

/** What a change makes of a value: another, NULL, or nothing, for the reason that a fault tells. */
export type Changed = string | null | FaultKind;

/** Changes one value. NULL is null. */
export type ValueChange = (value: string | null) => Changed;

/** The column that a change is of. */
export interface ChangedColumn {
  readonly name: string;
  /** The type that its values are to have; null: it is not known. */
  readonly due: ColumnType | null;
}

/**
 * The function that does one change of a column on texts.
 *
 * @param column - Its name, for faults, and what its values are to be.
 * @param resources - Have the tables of lookups.
 */
export function valueChange(
  { name: column, due }: ChangedColumn,
  change: ColumnChange,
  resources: ProgramResources,
): ValueChange {
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
    case 'map':
      return onText(mapChange(column, change));
    case 'date':
      return onText(dateChange(column, change, isInstant(due)));
    default:
      throw new Error(`The change ${change.kind} of ${column} is not one of texts.`);
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

function mapChange(
  column: string,
  { values, otherwise }: Extract<ColumnChange, { readonly kind: 'map' }>,
): (value: string) => Changed {
  const kind = notInMapKind(column);
  const others: (value: string) => Changed = {
    reject: () => kind,
    keep: (value: string) => value,
    null: () => null,
    value: () => (otherwise.kind === 'value' ? otherwise.value : null),
  }[otherwise.kind];
  return (value) => {
    const found = values.get(value);
    return found === undefined ? others(value) : found;
  };
}

/** Whether values of a type are moments of all places, and not what clocks show. */
export function isInstant(type: ColumnType | null): boolean {
  return type?.builtIn === true && type.name === 'timestamptz';
}

function dateChange(column: string, change: DateChange, daysAreTimes: boolean): (value: string) => Changed {
  const reader = new DateReader(change, daysAreTimes);
  const kinds = dateKinds(column, change.formats, change.timezone);
  return (value) => {
    const { text, fault } = reader.read(value);
    return text ?? kinds[fault];
  };
}
