import type { ColumnType } from '../../schema/codecs/codec.js';
import { codecFor } from '../../schema/codecs/registry.js';
import type { EncodedColumn } from '../../transforms/encode/encoded-column.js';
import { carriedField } from '../../transforms/lineage/carried-field.js';
import { carriedType } from './carried-type.js';
import type { CarriedColumn } from './landing.js';

/**
 * The carried columns of one input as the encoder takes them.
 *
 * @param input - Its number, from 1.
 */
export function carriedColumns(carried: readonly CarriedColumn[], input: number): EncodedColumn[] {
  return carried.map(({ name, value }) => {
    const type = builtIn(carriedType(value));
    return { field: carriedField(value, input), name, type, nullable: false, codec: codecFor(type, NO_MATTER) };
  });
}

function builtIn(name: string): ColumnType {
  return { name, builtIn: true, typmod: -1, display: name, labels: [] };
}

/** Numbers and bytes are read alike in every session. */
const NO_MATTER = { timeZone: 'UTC', dateOrder: 'MDY' } as const;
