import { displayName } from '../../schema/identifiers.js';
import type { LookupPlan } from '../../schema/transform/column-plan.js';
import { noSuchColumn, tooFewColumns } from './lookup-errors.js';

/** Which columns of a table a lookup takes, by their places from 0. */
export interface LookupColumns {
  readonly key: number;
  readonly value: number;
  /** Names the column of the key: `column code`. */
  readonly label: string;
}

/**
 * Finds the columns of a lookup: those that it names, else the first and the second.
 *
 * @param what - The table, for messages.
 * @throws SluiceError LOOKUP_FAILED when there is none.
 */
export function lookupColumns(
  what: string,
  names: readonly string[],
  { key, value }: Pick<LookupPlan, 'key' | 'value'>,
): LookupColumns {
  const find = (name: string | null, place: number): number => {
    const index = name === null ? place : names.indexOf(name);
    if (index < 0) throw noSuchColumn(what, name ?? '', names);
    if (index >= names.length) throw tooFewColumns(what);
    return index;
  };
  const keyIndex = find(key, 0);
  const name = names[keyIndex];
  return { key: keyIndex, value: find(value, 1), label: `column ${name === '' ? keyIndex + 1 : displayName(name)}` };
}
