import { type Candidate, type Candidates, widen } from '../infer/candidates.js';
import type { InferredType } from '../infer/inferred-type.js';

/** A value that ruled a type out. */
export interface Refutation {
  readonly type: InferredType;
  readonly line: number;
  /** The value, or its first bytes: enough that it has no type that the whole has not. */
  readonly value: Buffer;
}

/** Which type a column has so far, and which values made it so. */
export class TypeTrack {
  readonly #candidates: Candidates;
  readonly #refutations: Refutation[] = [];
  #candidate: Candidate;
  #first: Omit<Refutation, 'type'> | null = null;

  /** @param candidates - Those of the profile: its columns share them. */
  constructor(candidates: Candidates) {
    this.#candidates = candidates;
    this.#candidate = candidates.unseen;
  }

  /** The type that all values have so far. */
  get candidate(): Candidate {
    return this.#candidate;
  }

  /** The types that the column seemed to have, each with the value that ruled it out, in the order of the column. */
  get refutations(): readonly Refutation[] {
    return this.#refutations;
  }

  /** Goes on to a wider type, since the value in `bytes[start..end)` does not have the present one. */
  widen(bytes: Buffer, start: number, end: number, line: number): void {
    this.#moveTo(widen(this.#candidate, bytes, start, end), bytes.subarray(start, end), line);
  }

  /**
   * Goes on to text, which any value is.
   *
   * @param bytes - Begins with the value that has no other type.
   * @returns Whether it was not text before.
   */
  giveUp(bytes: Buffer, length: number, line: number): boolean {
    if (this.#candidate === this.#candidates.text) return false;
    this.#moveTo(this.#candidates.text, bytes.subarray(0, length), line);
    return true;
  }

  /**
   * The first value that does not have a type.
   *
   * @param type - One of the types that the column turned out not to have.
   */
  refutationOf(type: Candidate): Refutation | null {
    const all = [...(this.#first === null ? [] : [this.#first]), ...this.#refutations];
    const found = all.find(({ value }) => !type.fits(value, 0, value.length));
    return found === undefined ? null : { type: type.type, line: found.line, value: found.value };
  }

  #moveTo(next: Candidate, value: Buffer, line: number): void {
    const kept = Buffer.from(value.subarray(0, KEPT_BYTES));
    if (this.#first === null) this.#first = { line, value: kept };
    else this.#refutations.push({ type: this.#candidate.type, line, value: kept });
    this.#candidate = next;
  }
}

/** Longer than any value that is not text. */
const KEPT_BYTES = 1024;
