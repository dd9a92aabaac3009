import { PLACE_SIZE, type Batch } from './batch.js';

/**
 * Puts several rows, or none, where one record of a batch was: `begin`, then `row` for each row that there is to be, in the
 * order of the records, then `end`. Until then the batch stays as it is, and its fields may be written: a row has what its
 * record has at that moment. All rows of a record share its place, and so its ordinal and its original bytes.
 */
export class BatchRewriter {
  #batch!: Batch;
  #rows = 0;
  #spans: Int32Array = new Int32Array(0);
  #forms: Uint8Array = new Uint8Array(0);
  #places: Int32Array = new Int32Array(0);

  /**
   * Turns to a batch.
   *
   * @param rows - How many rows there will be, as far as that is known: room is made for them. Default: one for each record
   */
  begin(batch: Batch, rows = batch.recordCount): void {
    this.#batch = batch;
    this.#rows = 0;
    const [fields, numbers] = [rows * batch.width, rows * PLACE_SIZE];
    const isRoomy = this.#forms.length >= Math.max(fields, batch.forms.length);
    if (!isRoomy || this.#places.length < Math.max(numbers, batch.places.length)) this.#grow(rows);
  }

  /** How many rows there are so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Takes back all rows but the first so many. */
  truncate(rows: number): void {
    this.#rows = Math.min(this.#rows, rows);
  }

  /** Adds a row that has the fields and the place of record `from` of the batch. */
  row(from: number): void {
    const { width, spans, forms, places } = this.#batch;
    if ((this.#rows + 1) * width > this.#forms.length || (this.#rows + 1) * PLACE_SIZE > this.#places.length) {
      this.#grow(2 * (this.#rows + 1));
    }
    const field = this.#rows * width;
    const first = from * width;
    for (let at = 0; at < width; at++) this.#forms[field + at] = forms[first + at];
    for (let at = 0; at < 2 * width; at++) this.#spans[2 * field + at] = spans[2 * first + at];
    const place = this.#rows * PLACE_SIZE;
    for (let at = 0; at < PLACE_SIZE; at++) this.#places[place + at] = places[from * PLACE_SIZE + at];
    this.#rows++;
  }

  /**
   * Has the rows take the place of the batch's records. What was rejected of the batch stays.
   *
   * @returns How many rows there are.
   */
  end(): number {
    const batch = this.#batch;
    const { spans, forms, places } = batch;
    batch.spans = this.#spans;
    batch.forms = this.#forms;
    batch.places = this.#places;
    batch.recordCount = this.#rows;
    // The arrays that the batch had are those of the next one.
    this.#spans = spans;
    this.#forms = forms;
    this.#places = places;
    return this.#rows;
  }

  /** Makes room for so many records, and for no fewer than the batch has room for. */
  #grow(records: number): void {
    const { width, forms, places } = this.#batch;
    const fields = Math.max(records * width, forms.length);
    this.#forms = grown(this.#forms, new Uint8Array(Math.max(fields, this.#forms.length)));
    this.#spans = grown(this.#spans, new Int32Array(2 * this.#forms.length));
    const numbers = Math.max(records * PLACE_SIZE, places.length, this.#places.length);
    this.#places = grown(this.#places, new Int32Array(numbers));
  }
}

function grown<T extends Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
