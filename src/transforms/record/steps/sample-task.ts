import { PLACE_SIZE, type Batch } from '../../../batch/batch.js';
import type { SourceRef } from '../../../batch/place.js';
import type { Task, Workbench } from '../task.js';

/** Which share of records stays. */
export interface Sample {
  /** From 0 to 1. */
  readonly rate: number;
  readonly seed: number;
}

/**
 * Keeps a share of the records: which, the seed, the name of the source without its folders, and the record's number in it
 * decide. So it is the same share in each run, however the input is read. The rows of one record stay together.
 */
export class SampleTask implements Task {
  readonly #threshold: number;
  readonly #seed: number;
  readonly #bench: Workbench;
  /** The source of the batches so far, and what it and the seed come to. */
  #source: SourceRef | null = null;
  #key = 0;

  constructor({ rate, seed }: Sample, bench: Workbench) {
    this.#threshold = rate * 2 ** 32;
    this.#seed = seed;
    this.#bench = bench;
  }

  run(batch: Batch): void {
    this.#turnTo(batch.source);
    const { firstOrdinal, places } = batch;
    const { faults, tally } = this.#bench;
    tally.filtered += faults.settle((record) => this.#isKept(firstOrdinal + places[PLACE_SIZE * record + 2]));
  }

  #isKept(ordinal: number): boolean {
    const high = mixed(this.#key ^ Math.floor(ordinal / 2 ** 32));
    return mixed(high ^ (ordinal | 0)) >>> 0 < this.#threshold;
  }

  #turnTo(source: SourceRef): void {
    if (this.#source === source) return;
    this.#source = source;
    const name = (source.entry ?? source.name).replace(/^.*[/\\]/s, '');
    this.#key = textHash(`${this.#seed}:${name}`);
  }
}

/** FNV-1a, of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** The end of MurmurHash3, of 32 bits: each bit of the number has a part in each bit of the outcome. */
function mixed(number: number): number {
  let hash = number;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
