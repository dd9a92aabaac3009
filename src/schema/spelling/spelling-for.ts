import type { ColumnType } from '../codecs/codec.js';
import { type DateOrder, dateSpelling } from './date-spelling.js';
import { isPlainNumber, type NumberMarks, numberSpelling } from './number-spelling.js';
import type { Spelling } from './spelling.js';

/** How a file spells its values: `--decimal`, `--thousands`, `--date-order`. */
export interface ValueSpelling extends NumberMarks {
  /** Null: dates are read as the session's `DateStyle` has them. */
  readonly dateOrder: DateOrder | null;
}

/** What is in force without flags: PostgreSQL's own spelling. */
export const plainSpelling: ValueSpelling = { decimal: null, thousands: null, dateOrder: null };

/**
 * The spelling of a column's values, or null when they are spelled as PostgreSQL spells them.
 *
 * @param type - The column's type, with domains resolved.
 * @param values - How the file spells.
 */
export function spellingFor({ name, builtIn }: ColumnType, values: ValueSpelling): Spelling | null {
  if (!builtIn) return null;
  if (numberTypes.has(name)) return isPlainNumber(values) ? null : numberSpelling(values);
  return dateTypes.has(name) && values.dateOrder !== null ? dateSpelling(values.dateOrder) : null;
}

const numberTypes = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric']);
const dateTypes = new Set(['date', 'timestamp', 'timestamptz']);
