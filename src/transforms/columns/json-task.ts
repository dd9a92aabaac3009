import type { Batch } from '../../batch/batch.js';
import { FieldForm, NULL_START } from '../../batch/batch.js';
import type { Task, Workbench } from '../record/task.js';

/** Makes plain text of JSON text: a string loses its quotes, and `null` is NULL. All else is its own text. */
export class UnquoteTask implements Task {
  readonly #from: number;
  readonly #to: number;
  readonly #bench: Workbench;

  constructor(from: number, to: number, bench: Workbench) {
    this.#from = from;
    this.#to = to;
    this.#bench = bench;
  }

  run(batch: Batch): void {
    const { writer } = this.#bench;
    const { bytes, spans, width, recordCount } = batch;
    for (let record = 0; record < recordCount; record++) {
      const from = record * width + this.#from;
      const start = spans[2 * from];
      const end = spans[2 * from + 1];
      if (start === NULL_START || bytes[start] !== QUOTE) writer.copy(from, record * width + this.#to);
      else writer.span(record * width + this.#to, start + 1, end - 1, FieldForm.jsonEscapes);
    }
  }
}

const QUOTE = 0x22;
