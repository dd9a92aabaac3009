import type { BatchPlaces } from '../../batch/batch.js';
import { PLACE_SIZE } from '../../batch/batch.js';
import type { SourceRef } from '../../batch/place.js';
import { writeDigits } from '../../batch/write-digits.js';
import type { AddedValue } from '../../schema/added-value.js';
import type { ComputedField } from '../encode/computed-field.js';

/** What added values are taken from. */
export interface Lineage {
  /** The source of all records that the column is made for. */
  readonly source: SourceRef;
  /** When the run began: the same for all its sources. */
  readonly loadedAt: Date;
}

/**
 * The field of an added column: the source's name, the physical line on which the record starts (from 1), the time at
 * which the run began (UTC, milliseconds), or a text.
 */
export function addedField(value: AddedValue, { source, loadedAt }: Lineage): ComputedField {
  switch (value.kind) {
    case 'line':
      return lineField();
    case 'file':
      return constantField(source.name);
    case 'loaded_at':
      return constantField(loadedAt.toISOString());
    case 'text':
      return constantField(value.text);
  }
}

function lineField(): ComputedField {
  const bytes = Buffer.allocUnsafeSlow(MAX_DIGITS);
  return {
    bytes,
    fill: ({ firstLine, places }: BatchPlaces, record) =>
      writeDigits(bytes, 0, firstLine + places[PLACE_SIZE * record + 3]),
  };
}

/** A name out of an archive may hold a NUL, which PostgreSQL can't. */
function constantField(text: string): ComputedField {
  const bytes = Buffer.from(text.replaceAll('\0', '\ufffd'));
  return { bytes, fill: () => bytes.length };
}

/** What `writeDigits` asks for. */
const MAX_DIGITS = 16;
