import { isUtf8 } from 'node:buffer';
import { FieldForm, type Batch } from '../../batch/batch.js';
import { allocateBlock } from '../../batch/batch-pool.js';
import { FieldValues } from '../../batch/field-values.js';
import { sequenceLength } from '../../batch/utf8-sequence.js';
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
  readonly #changed: number[] = [];
  #values = Buffer.allocUnsafeSlow(4096);
  #length = 0;
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
    this.#changed.length = 0;
    this.#length = 0;
    for (let record = 0; record < batch.recordCount; record++) {
      for (const column of this.#fields) {
        const field = record * batch.width + column;
        if (mayBeUnsafe(batch, field, isSuspect) && this.#repairField(batch, field)) this.repaired[column]++;
      }
    }
    if (this.#changed.length > 0) this.#putBack(batch);
    return batch;
  };

  /** Puts a field's value among the repaired ones, with its span there, unless it is sound. */
  #repairField(batch: Batch, field: number): boolean {
    const value = this.#read.of(batch, field);
    if (value === null || (isUtf8(value) && !value.includes(0))) return false;
    this.#reserve(REPLACEMENT.length * value.length);
    const start = this.#length;
    this.#length = writeRepaired(value, this.#repair, this.#values, start);
    batch.spans[2 * field] = start;
    batch.spans[2 * field + 1] = this.#length;
    batch.forms[field] = FieldForm.plain;
    this.#changed.push(field);
    return true;
  }

  #reserve(room: number): void {
    if (this.#length + room <= this.#values.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.#length + room));
    this.#values.copy(larger, 0, 0, this.#length);
    this.#values = larger;
  }

  /** Lengthens the block by the repaired values and has their spans point there. */
  #putBack(batch: Batch): void {
    const { bytes, spans } = batch;
    const block = allocateBlock(bytes.length + this.#length);
    bytes.copy(block);
    this.#values.copy(block, bytes.length, 0, this.#length);
    batch.bytes = block;
    for (const field of this.#changed) {
      spans[2 * field] += bytes.length;
      spans[2 * field + 1] += bytes.length;
    }
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
