import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import type { Task } from '../record/task.js';
import { ChangeTask, type ColumnBench, type ColumnSlots } from './change-task.js';
import type { ValueChange } from './value-change.js';

/** What an {@link AsciiTask} does, on bytes. */
export interface AsciiChanges {
  readonly trims: boolean;
  readonly letters: 'lower' | 'upper' | null;
}

/**
 * Trims values and changes the case of their letters where they are ASCII, which makes no text of them: a value that is
 * trimmed is a smaller part of the block, and one whose letters are right already stays where it is. All others are left
 * to the changes of texts.
 */
export class AsciiTask implements Task {
  readonly #slots: ColumnSlots;
  readonly #trims: boolean;
  /** The first letter that is to be changed; the others follow it. */
  readonly #first: number;
  readonly #bench: ColumnBench['bench'];
  readonly #guard: ColumnBench['guard'];
  readonly #onTexts: ChangeTask;

  /** @param changes - The same on texts. */
  constructor(slots: ColumnSlots, { trims, letters }: AsciiChanges, changes: readonly ValueChange[], column: ColumnBench) {
    this.#slots = slots;
    this.#trims = trims;
    this.#first = letters === null ? NO_LETTER : letters === 'lower' ? CAPITAL_A : SMALL_A;
    this.#bench = column.bench;
    this.#guard = column.guard;
    this.#onTexts = new ChangeTask(slots, changes, column);
  }

  run(batch: Batch): void {
    const { from, to } = this.#slots;
    const { recordCount, width } = batch;
    for (let record = 0; record < recordCount; record++) {
      const field = record * width;
      if (this.#guard.any && this.#guard.isDone(record)) this.#bench.writer.copy(field + from, field + to);
      else if (!this.#change(batch, field + from, field + to)) this.#onTexts.runOn(batch, record);
    }
  }

  /** False: the value is not plain ASCII, and nothing is done. */
  #change(batch: Batch, from: number, to: number): boolean {
    const { spans, forms, bytes } = batch;
    let start = spans[2 * from];
    let end = spans[2 * from + 1];
    if (start === NULL_START) {
      spans[2 * to] = NULL_START;
      forms[to] = FieldForm.plain;
      return true;
    }
    if (forms[from] !== FieldForm.plain) return false;
    if (this.#trims) {
      while (start < end && isBlank(bytes[start])) start++;
      while (end > start && isBlank(bytes[end - 1])) end--;
    }
    const first = this.#first;
    let seen = 0;
    let changes = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      seen |= byte;
      changes |= (byte - first) >>> 0 < LETTERS ? 1 : 0;
    }
    if (seen > 0x7f) return false;
    if (changes === 0) {
      spans[2 * to] = start;
      spans[2 * to + 1] = end;
      forms[to] = FieldForm.plain;
      return true;
    }
    return this.#write(batch, to, start, end);
  }

  // Four numbers, since an object for each value would cost more than the rest.
  #write(batch: Batch, to: number, start: number, end: number): boolean {
    const { writer } = this.#bench;
    writer.reserve(end - start);
    // Of the block, which may be another one now.
    const { bytes, usedBytes } = batch;
    const first = this.#first;
    let target = usedBytes;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      bytes[target++] = (byte - first) >>> 0 < LETTERS ? byte ^ CASE_BIT : byte;
    }
    batch.usedBytes = target;
    writer.span(to, usedBytes, target);
    return true;
  }
}

/** What JavaScript's `trim` takes for a blank, of ASCII. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte <= 0x0d && byte >= 0x09);
}

const CAPITAL_A = 0x41;
const SMALL_A = 0x61;
const LETTERS = 26;
const CASE_BIT = 0x20;
/** No byte is one of the letters from here on. */
const NO_LETTER = 0x100;
