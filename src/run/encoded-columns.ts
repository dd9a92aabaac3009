import type { SourceRef } from '../batch/place.js';
import { codecFor } from '../schema/codecs/registry.js';
import type { SessionSettings } from '../schema/codecs/codec.js';
import { spellingFor, type ValueSpelling } from '../schema/spelling/spelling-for.js';
import type { TargetColumn } from '../schema/table.js';
import type { EncodedColumn } from '../transforms/encode/encoded-column.js';
import { addedField } from '../transforms/lineage/added-field.js';
import { assertFits } from '../transforms/lineage/assert-fits.js';
import type { TargetColumns } from './target-columns.js';

/** What columns are encoded by, besides themselves. */
export interface EncodingOptions {
  readonly session: SessionSettings;
  readonly spelling: ValueSpelling;
  /** When the run began. */
  readonly loadedAt: Date;
}

/**
 * The columns of one source as the encoder takes them.
 *
 * @param fields - For each filled column, the index of its field in a record.
 * @throws SluiceError USAGE when a column does not take what `--add-column` puts into it.
 */
export function encodedColumns(
  { filled, added }: TargetColumns,
  { session, spelling, loadedAt }: EncodingOptions,
  { source, fields }: { readonly source: SourceRef; readonly fields: readonly number[] },
): EncodedColumn[] {
  const own = filled.map(({ name, column }, index) => ({
    ...encodedAs(column, session),
    field: fields[index],
    name,
    spelling: spellingFor(column.type, spelling),
  }));
  const others = added.map(({ value, column }) => ({
    ...encodedAs(column, session),
    field: addedField(value, { source, loadedAt }),
    name: column.name,
  }));
  others.forEach(assertFits);
  return [...own, ...others];
}

function encodedAs({ type, notNull }: TargetColumn, session: SessionSettings) {
  return { type, nullable: !notNull, codec: codecFor(type, session) };
}
