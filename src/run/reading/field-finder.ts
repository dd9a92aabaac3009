import { SluiceError } from '../../errors/sluice-error.js';
import { displaySource } from '../../batch/display-source.js';
import { displayName } from '../../schema/identifiers.js';
import { nearestName } from '../../schema/nearest.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import { memberName } from '../../transforms/record/shape/shape-names.js';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import { columnSource, type ColumnSource } from '../../transforms/columns/column-source.js';
import { columnLabels } from './agreed-columns.js';
import type { RecordSource } from './record-source.js';

/** Finds the fields of a source that a plan names. */
export interface FieldFinder {
  /** The index of a field in the source; null: it has no such field, and no record can bring it. */
  find(name: string): number | null;
  /** Where a column takes its values from; null: from nowhere. */
  sourceOf(column: ColumnPlan): ColumnSource | null;
}

/** Finds fields of a source, and tells those that it has for sure. */
export interface SourceFinder extends FieldFinder {
  /** Whether the source's head has shown a field of this name. */
  isKnown(name: string): boolean;
}

/**
 * Looks up all fields that the columns of a plan are made from.
 *
 * @throws SluiceError COLUMN_MISMATCH when the source does not have one.
 */
export function fieldFinder(source: RecordSource, plan: TransformPlan): SourceFinder {
  const labels = columnLabels(source);
  const isOpen = source.format !== 'csv';
  const find = (name: string): number | null => {
    const exact = labels.indexOf(name);
    if (exact >= 0) return exact;
    const place = /^[1-9]\d{0,3}$/.test(name) ? Number(name) - 1 : -1;
    if (place >= 0 && place < labels.length && !isOpen) return place;
    return isOpen ? labels.length : null;
  };
  const sourceOf = (column: ColumnPlan): ColumnSource | null => columnSource(column, (name) => labels.includes(name));
  const isKnown = (name: string): boolean => labels.includes(name);
  for (const column of plan.columns) {
    const wanted = sourceOf(column)?.field;
    const isThere = wanted === undefined || find(wanted) !== null || memberName(wanted, plan.shape, isKnown) !== null;
    if (!isThere) throw noField(wanted, { place: column.place, labels, source });
  }
  return { find, sourceOf, isKnown };
}

function noField(
  name: string,
  {
    place,
    labels,
    source,
  }: { readonly place: string; readonly labels: readonly string[]; readonly source: RecordSource },
): SluiceError {
  const nearest = nearestName(name, labels);
  const message = `${place}: ${displaySource(source.source.ref.name)} has no field ${displayName(name)}.`;
  const shown = labels.slice(0, MAX_LISTED).map(displayName).join(', ');
  const hint =
    nearest === null
      ? `It has ${shown}${labels.length > MAX_LISTED ? ', …' : ''}.`
      : `Did you mean ${displayName(nearest)}?`;
  return new SluiceError('COLUMN_MISMATCH', message, { hint });
}

const MAX_LISTED = 12;
