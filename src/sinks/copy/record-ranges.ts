import type { SourceRef } from '../../batch/place.js';

/** Records of one source that follow each other, by their numbers; some of them may be rejects. */
export interface RecordRange {
  readonly source: SourceRef;
  readonly first: number;
  readonly last: number;
}

/** Which records went one way: ranges that follow each other become one. */
export class RecordRanges {
  readonly #ranges: RecordRange[] = [];

  /** Adds the records of a range. Those of a source come in the order of their numbers. */
  add({ source, first, last }: RecordRange): void {
    const before = this.#ranges.findLast((range) => range.source === source);
    if (before === undefined || before.last + 1 !== first) this.#ranges.push({ source, first, last });
    else this.#ranges[this.#ranges.lastIndexOf(before)] = { source, first: before.first, last };
  }

  /** All of them. */
  list(): readonly RecordRange[] {
    return this.#ranges;
  }
}
