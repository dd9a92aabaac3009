import { KeptValue } from './kept-value.js';
import type { ViewedBytes } from './viewed-bytes.js';

/**
 * The least and the greatest value of a column by their bytes, which for UTF-8 is the order of the characters' numbers.
 * Of long values the first 1,024 bytes count.
 */
export class ByteExtremes {
  readonly #min: HeadedValue = { head: 0, next: 0, text: new KeptValue() };
  readonly #max: HeadedValue = { head: 0, next: 0, text: new KeptValue() };
  #isEmpty = true;

  /** The least value, or null when there was none. */
  get min(): Buffer | null {
    return this.#isEmpty ? null : this.#min.text.get();
  }

  /** The greatest. */
  get max(): Buffer | null {
    return this.#isEmpty ? null : this.#max.text.get();
  }

  /** Takes the value from `start` to `end` into account. */
  observe(value: ViewedBytes, start: number, end: number): void {
    const head = headOf(value.view, start, end);
    if (head <= this.#min.head || head >= this.#max.head || this.#isEmpty) this.#compare(value, start, end, head);
  }

  #compare({ bytes, view }: ViewedBytes, start: number, end: number, head: number): void {
    const next = headOf(view, Math.min(start + 4, end), end);
    const toMin = head - this.#min.head || next - this.#min.next || this.#min.text.compare(bytes, start, end);
    const toMax = head - this.#max.head || next - this.#max.next || this.#max.text.compare(bytes, start, end);
    if (toMin < 0 || this.#isEmpty) keep(this.#min, head, next).set(bytes, start, end);
    if (toMax > 0 || this.#isEmpty) keep(this.#max, head, next).set(bytes, start, end);
    this.#isEmpty = false;
  }
}

/** A value, and its first eight bytes as two numbers, which tell it from most others. */
interface HeadedValue {
  head: number;
  next: number;
  readonly text: KeptValue;
}

function keep(value: HeadedValue, head: number, next: number): KeptValue {
  value.head = head;
  value.next = next;
  return value.text;
}

/** The first four bytes as a number that is greater when they are; bytes that are missing count as 0. */
function headOf(view: DataView, start: number, end: number): number {
  if (end - start >= 4) return view.getInt32(start) ^ SIGN_BIT;
  let head = 0;
  for (let at = start; at < end; at++) head |= view.getUint8(at) << (24 - 8 * (at - start));
  return head ^ SIGN_BIT;
}

/** Turned round, since the first bit is no sign here. */
const SIGN_BIT = 0x80000000 | 0;
