import { PLACE_SIZE } from '../../batch/batch.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { imageBound } from '../../schema/codecs/codec.js';
import type { PlacedBytes } from '../encode/computed-field.js';
import type { EncodedColumn } from '../encode/encoded-column.js';
import { faultKindsOf } from '../encode/fault-kinds.js';

/**
 * Makes sure that a column takes what `--add-column` puts into it: known before anything is read, for the value is the
 * same for every record, or at least of one kind.
 *
 * @param column - One with a computed field; any other passes.
 * @throws SluiceError `USAGE` when its codec is sure that PostgreSQL would refuse the value.
 */
export function assertFits(column: EncodedColumn): void {
  const { field, codec, name } = column;
  if (typeof field === 'number' || codec === null) return;
  const length = field.fill(FIRST_RECORD, 0);
  const output = { bytes: Buffer.allocUnsafe(imageBound(length)), offset: 0 };
  const kind = faultKindsOf(column)[codec(field.bytes, 0, length, output)];
  if (kind === undefined) return;
  const value = printable(field.bytes.toString('utf8', 0, length));
  throw new SluiceError('USAGE', `--add-column ${printable(name)}: "${value}" is ${kind.message}.`, {
    hint: 'Give the column a value of its type, or fill a column of another type.',
  });
}

/** Stands for any record: the first of a source. */
const FIRST_RECORD: PlacedBytes = {
  source: { name: '-' },
  recordCount: 1,
  places: new Int32Array(PLACE_SIZE),
  bytes: Buffer.alloc(0),
  byteOffset: 0,
  firstOrdinal: 1,
  firstLine: 1,
};
