/** Conditions on keys, as SQL; equality is that of the index, so by its collation. */
import type { KeyColumn, UniqueKey } from '../../postgres/unique-keys.js';
import { quoteIdentifier } from '../../schema/identifiers.js';

/**
 * The key of a row, as a list to partition or order by.
 *
 * @param row - The row's name in the query.
 */
export function keyList(row: string, { columns }: Pick<UniqueKey, 'columns'>): string {
  return columns.map((column) => keyPart(row, column)).join(', ');
}

/** Whether the key of a row can be equal to another's: a NULL in it is equal to nothing, unless the index says so. */
export function isComplete(row: string, { columns, nullsEqual }: UniqueKey): string {
  if (nullsEqual) return 'true';
  return columns.map(({ name }) => `${row}.${quoteIdentifier(name)} IS NOT NULL`).join(' AND ');
}

/** Whether the keys of two rows are equal. */
export function sameKey(one: string, other: string, { columns, nullsEqual }: UniqueKey): string {
  const equals = nullsEqual ? 'IS NOT DISTINCT FROM' : '=';
  const parts = columns.map((column) => `${keyPart(one, column)} ${equals} ${keyPart(other, column)}`);
  // IS NOT DISTINCT FROM alone would have every row compared with every other.
  const hash = (row: string): string => `hash_record_extended(row(${keyList(row, { columns })}), 0)`;
  return [...(nullsEqual ? [`${hash(one)} = ${hash(other)}`] : []), ...parts].join(' AND ');
}

function keyPart(row: string, { name, collation }: KeyColumn): string {
  return `${row}.${quoteIdentifier(name)}${collation === null ? '' : ` COLLATE ${collation}`}`;
}
