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
  constructor(
    slots: ColumnSlots,
    { trims, letters }: AsciiChanges,
    changes: readonly ValueChange[],
    column: ColumnBench,
  ) {
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
    if (spans[2 * from] === NULL_START) {
      this.#bench.writer.null(to);
      return true;
    }
    if (forms[from] !== FieldForm.plain) return false;
    let start = spans[2 * from];
    let end = spans[2 * from + 1];
    if (this.#trims) {
      end = trimmedEnd(bytes, start, end);
      start = trimmedStart(bytes, start, end);
    }
    const found = findLetters(bytes, start, end, this.#first);
    if (found === NOT_ASCII) return false;
    if (found === SOME) this.#write(batch, to, start, end);
    else this.#bench.writer.span(to, start, end);
    return true;
  }

  // Four numbers, since an object for each value would cost more than the rest.
  #write(batch: Batch, to: number, start: number, end: number): void {
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
  }
}

/** Whether bytes have letters that follow `first`, or are not all ASCII. */
function findLetters(bytes: Buffer, start: number, end: number, first: number): number {
  let seen = 0;
  let found = NONE;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    seen |= byte;
    if ((byte - first) >>> 0 < LETTERS) found = SOME;
  }
  return seen > 0x7f ? NOT_ASCII : found;
}

const NONE = 0;
const SOME = 1;
const NOT_ASCII = 2;

function trimmedStart(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

function trimmedEnd(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(bytes[at - 1])) at--;
  return at;
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
