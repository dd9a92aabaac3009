import { PLACE_SIZE, type Batch } from './batch.js';

/** The first of the rows in a batch that were made of the same record as row `row`: they follow each other. */
export function rowsStart({ places }: Pick<Batch, 'places'>, row: number): number {
  const ordinal = places[PLACE_SIZE * row + 2];
  let start = row;
  while (start > 0 && places[PLACE_SIZE * (start - 1) + 2] === ordinal) start--;
  return start;
}

/** The row after the last of those that were made of the same record as row `row`: mostly the next. */
export function rowsEnd({ places, recordCount }: Pick<Batch, 'places' | 'recordCount'>, row: number): number {
  const ordinal = places[PLACE_SIZE * row + 2];
  let end = row + 1;
  while (end < recordCount && places[PLACE_SIZE * end + 2] === ordinal) end++;
  return end;
}
