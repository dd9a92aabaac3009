import { Respeller } from '../../schema/spelling/respeller.js';
import { numberSpelling } from '../../schema/spelling/number-spelling.js';
import type { Spelling } from '../../schema/spelling/spelling.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import { DateReader } from '../dates/date-reader.js';
import { isInstant } from './value-change.js';

/**
 * The default of a column as the column's own `format`, `decimal` and so on read it, so that what takes the place of NULL, which
 * they read, and what takes the place of a bad value, which they do not, is one value. What they can't read stays as it is.
 *
 * @param due - The type that values are to have; null: it is not known.
 */
export function readDefault(text: string, { changes }: Pick<ColumnPlan, 'changes'>, due: ColumnType | null): string {
  return changes.reduce((value, change) => {
    if (change.kind === 'number') return respelled(value, numberSpelling(change.marks));
    return change.kind === 'date' ? (new DateReader(change, isInstant(due)).read(value).text ?? value) : value;
  }, text);
}

/** A text that is spelled in a way of its own, as PostgreSQL spells it; one that is not spelled so stays. */
export function respelled(text: string, spelling: Spelling): string {
  const respeller = new Respeller(spelling);
  const bytes = Buffer.from(text);
  if (!respeller.read(bytes, 0, bytes.length)) return text;
  return respeller.bytes.toString('utf8', respeller.start, respeller.end);
}
