import { type Batch, FieldForm, NULL_START, PLACE_SIZE } from '../../batch/batch.js';
import { readField } from '../../batch/read-field.js';
import type { Candidates } from '../infer/candidates.js';
import { ByteExtremes } from './byte-extremes.js';
import type { BatchSlice } from './batch-slice.js';
import type { ColumnFacts, LongestValue } from './column-facts.js';
import { countCharacters } from './count-characters.js';
import { DistinctCount } from './distinct-count.js';
import { describeColumn } from './describe-column.js';
import { RankedExtremes } from './ranked-extremes.js';
import { rankingOf } from './ranking.js';
import { TypeTrack } from './type-track.js';
import { ValueSample } from './value-sample.js';
import { viewed, type ViewedBytes } from './viewed-bytes.js';

/** What a column's profile is made with. */
export interface ColumnProfileOptions {
  /** Shared by the columns of a profile. */
  readonly candidates: Candidates;
  /** The most values in the column's sample. */
  readonly sampleSize: number;
}

/** Gathers the facts of one column: see {@link ColumnFacts}. In memory that does not grow with the column. */
export class ColumnProfile {
  readonly #candidates: Candidates;
  readonly #track: TypeTrack;
  readonly #distinct = new DistinctCount();
  readonly #byBytes = new ByteExtremes();
  readonly #sample: ValueSample;
  #byRank: RankedExtremes | null = null;
  #values = 0;
  #nextSampled = 0;
  #nulls = 0;
  #empties = 0;
  #longest: LongestValue | null = null;
  #mostCharacters = -1;
  #scratch = viewed(Buffer.alloc(0));

  constructor({ candidates, sampleSize }: ColumnProfileOptions) {
    this.#candidates = candidates;
    this.#track = new TypeTrack(candidates);
    this.#sample = new ValueSample(sampleSize);
  }

  /**
   * Takes the column's values in some records of a batch into account.
   *
   * @param slice - Nothing of it is kept.
   * @param column - The column's index in the batch.
   */
  observe({ batch, block, from, to }: BatchSlice, column: number): void {
    const { spans, forms, width } = batch;
    for (let record = from, field = from * width + column; record < to; record++, field += width) {
      const start = spans[2 * field];
      const end = spans[2 * field + 1];
      if (start === NULL_START) this.#nulls++;
      else if (forms[field] !== FieldForm.plain) this.#observeEscaped(batch, field, record);
      else if (this.#isNews(block, start, end)) this.#learn(block, start, end, lineOf(batch, record));
    }
  }

  /** What is known of the column by now. */
  facts(): ColumnFacts {
    return describeColumn({
      candidates: this.#candidates,
      track: this.#track,
      extremes: this.#byRank ?? this.#byBytes,
      distinct: this.#distinct,
      sample: this.#sample.values(),
      counts: { values: this.#values, nulls: this.#nulls, empties: this.#empties, longest: this.#longest },
    });
  }

  /** A value that needs unescaping makes the column text, as for a load. */
  #observeEscaped(batch: Batch, field: number, record: number): void {
    const room = batch.spans[2 * field + 1] - batch.spans[2 * field];
    if (this.#scratch.bytes.length < room) this.#scratch = viewed(Buffer.allocUnsafeSlow(2 * room));
    const { bytes } = this.#scratch;
    const length = readField(batch, field, bytes);
    const line = lineOf(batch, record);
    if (this.#track.giveUp(bytes, length, line)) this.#byRank = null;
    if (this.#isNews(this.#scratch, 0, length)) this.#learn(this.#scratch, 0, length, line);
  }

  /** Counts a value. False: it was there before, so there is no more to learn from it. */
  #isNews({ bytes, view }: ViewedBytes, start: number, end: number): boolean {
    if (this.#values++ === this.#nextSampled) this.#nextSampled = this.#sample.take(bytes, start, end);
    if (start === end) this.#empties++;
    return this.#distinct.add(view, start, end);
  }

  #learn(text: ViewedBytes, start: number, end: number, line: number): void {
    const { bytes } = text;
    if (end - start > this.#mostCharacters) this.#measure(bytes, start, end, line);
    this.#byBytes.observe(text, start, end);
    const { candidate } = this.#track;
    if (candidate === this.#candidates.text) return;
    if (!candidate.fits(bytes, start, end)) this.#widen(bytes, start, end, line);
    this.#byRank?.observe(bytes, start, end, this.#candidates.image);
  }

  /** No value has more characters than bytes. */
  #measure(bytes: Buffer, start: number, end: number, line: number): void {
    const characters = countCharacters(bytes, start, end);
    if (characters <= this.#mostCharacters) return;
    this.#mostCharacters = characters;
    this.#longest = { characters, line };
  }

  /** Gives the column a wider type. If numbers stay numbers, or times times, they stay in order. */
  #widen(bytes: Buffer, start: number, end: number, line: number): void {
    this.#track.widen(bytes, start, end, line);
    const { candidate } = this.#track;
    const { image } = this.#candidates;
    const ranking = rankingOf(candidate.type);
    const wider = ranking === null ? null : new RankedExtremes(ranking);
    for (const value of [this.#byRank?.min, this.#byRank?.max]) {
      if (value && candidate.fits(value, 0, value.length)) wider?.observe(value, 0, value.length, image);
    }
    this.#byRank = wider;
    candidate.fits(bytes, start, end);
  }
}

function lineOf({ firstLine, places }: Batch, record: number): number {
  return firstLine + places[PLACE_SIZE * record + 3];
}
