import { isUtf8 } from 'node:buffer';
import { FieldForm, type Batch } from '../../batch/batch.js';
import { FieldValues } from '../../batch/field-values.js';
import { sequenceLength } from '../../batch/utf8-sequence.js';
import { ValueWriter } from '../../batch/value-writer.js';
import { isSafeBatch } from './safe-text.js';

/** What becomes of bytes that are no text for PostgreSQL: U+FFFD, or nothing. */
export type Repair = 'replace' | 'strip';

/**
 * The step behind `--bad-bytes replace|strip`: NUL bytes, and bytes that are no UTF-8, are replaced by U+FFFD (one for
 * each that the Encoding Standard would write) or removed. Every field that is changed is counted. The original bytes
 * of a record stay, for the rejects; its changed values lie behind the block.
 */
export class TextRepair {
  /** How many values have been changed, for each field of a record. */
  readonly repaired: Float64Array;
  readonly #repair: Repair;
  readonly #fields: readonly number[];
  readonly #write = new ValueWriter();
  readonly #read = new FieldValues();

  /**
   * @param repair - What to do.
   * @param width - Fields per record.
   * @param fields - Indexes of the fields that matter; the others stay as they are. Default: all.
   */
  constructor(repair: Repair, width: number, fields: readonly number[] = Array.from({ length: width }, (_, at) => at)) {
    this.repaired = new Float64Array(width);
    this.#repair = repair;
    this.#fields = fields;
  }

  /** How many values have been changed in all. */
  get total(): number {
    return this.repaired.reduce((sum, count) => sum + count, 0);
  }

  /** The step itself. */
  readonly step = (batch: Batch): Batch => {
    const isSuspect = !isSafeBatch(batch);
    if (!isSuspect && !hasEscapes(batch)) return batch;
    this.#write.turnTo(batch);
    for (let record = 0; record < batch.recordCount; record++) {
      for (const column of this.#fields) {
        const field = record * batch.width + column;
        if (mayBeUnsafe(batch, field, isSuspect) && this.#repairField(batch, field)) this.repaired[column]++;
      }
    }
    return batch;
  };

  /** Writes a field's value anew, unless it is sound. */
  #repairField(batch: Batch, field: number): boolean {
    const value = this.#read.of(batch, field);
    if (value === null || (isUtf8(value) && !value.includes(0))) return false;
    this.#write.reserve(REPLACEMENT.length * value.length);
    const start = batch.usedBytes;
    batch.usedBytes = writeRepaired(value, this.#repair, batch.bytes, start);
    this.#write.span(field, start, batch.usedBytes);
    return true;
  }
}

function hasEscapes({ forms, recordCount, width }: Batch): boolean {
  return forms.subarray(0, recordCount * width).includes(FieldForm.jsonEscapes);
}

/** An escape may be that of a NUL byte in a block that has none. */
function mayBeUnsafe({ forms }: Batch, field: number, isSuspect: boolean): boolean {
  return isSuspect || forms[field] === FieldForm.jsonEscapes;
}

/** Writes a value without its bad bytes from `at` on; returns where it ends. */
function writeRepaired(value: Buffer, repair: Repair, target: Buffer, at: number): number {
  let to = at;
  for (let from = 0; from < value.length;) {
    const length = characterLength(value, from);
    if (length > 0) to += value.copy(target, to, from, from + length);
    else if (repair === 'replace') to += REPLACEMENT.copy(target, to);
    from += Math.abs(length);
  }
  return to;
}

/** The length of the character at `at`; or, negative, how many bytes are bad together. */
function characterLength(value: Buffer, at: number): number {
  if (value[at] >= 0x80) return sequenceLength(value, at, value.length);
  return value[at] === 0 ? -1 : 1;
}

const REPLACEMENT = Buffer.from('\ufffd');
