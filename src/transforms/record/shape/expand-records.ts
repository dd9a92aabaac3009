import { PLACE_SIZE, type Batch } from '../../../batch/batch.js';

/** Makes several rows of each record of a batch, in arrays that are used by turns. The rows share the bytes of the record. */
export class RecordExpander {
  #spans: Batch['spans'] = new Int32Array(0);
  #forms: Batch['forms'] = new Uint8Array(0);
  #places: Batch['places'] = new Int32Array(0);

  /**
   * Puts as many copies of each record in its place as it is to have rows.
   *
   * @param counts - How many rows each record has, at least one.
   * @param total - How many that are in all.
   */
  expand(batch: Batch, counts: readonly { readonly rows: number }[], total: number): void {
    const { width, spans, forms, places } = batch;
    this.#makeRoom(total, width);
    let to = 0;
    for (let record = 0; record < batch.recordCount; record++) {
      for (let row = 0; row < counts[record].rows; row++, to++) {
        copy(spans, this.#spans, [record, to, 2 * width]);
        copy(forms, this.#forms, [record, to, width]);
        copy(places, this.#places, [record, to, PLACE_SIZE]);
      }
    }
    batch.spans = this.#spans;
    batch.forms = this.#forms;
    batch.places = this.#places;
    batch.recordCount = total;
    this.#spans = spans;
    this.#forms = forms;
    this.#places = places;
  }

  #makeRoom(rows: number, width: number): void {
    if (this.#forms.length < rows * width) {
      this.#forms = new Uint8Array(rows * width);
      this.#spans = new Int32Array(2 * rows * width);
    }
    if (this.#places.length < rows * PLACE_SIZE) this.#places = new Int32Array(rows * PLACE_SIZE);
  }
}

function copy<T extends Int32Array | Uint8Array>(
  source: T,
  target: T,
  [from, to, size]: readonly [from: number, to: number, size: number],
): void {
  const start = from * size;
  for (let at = 0; at < size; at++) target[to * size + at] = source[start + at];
}
