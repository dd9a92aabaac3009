import type { Batch } from '../../../batch/batch.js';
import type { FaultKind } from '../../../batch/faults.js';
import type { ScopeField } from '../scope.js';
import type { Task, Workbench } from '../task.js';
import { JsonField } from './json-field.js';
import { objectMembers, OPEN_OBJECT } from './json-scan.js';
import { shapeKind } from './shape-kinds.js';
import type { ShapeTally } from './shape-tally.js';

/** What is flattened. */
export interface Flattening {
  /** The name of the field that has the objects. */
  readonly name: string;
  readonly field: ScopeField;
  /** The fields to which members go, by their keys. */
  readonly members: ReadonlyMap<string, number>;
  /** Takes note of all members, under the names of their fields; null: nobody asks. */
  readonly tally: ShapeTally | null;
}

/** Gives the members of an object, which is JSON text in a field, fields of their own. Of two with one key the last counts. */
export class FlattenTask implements Task {
  readonly #flattening: Flattening;
  readonly #bench: Workbench;
  readonly #json: JsonField;
  readonly #noObject: FaultKind;
  readonly #members: readonly { readonly key: Buffer; readonly slot: number }[];
  readonly #slots: readonly number[];

  constructor(flattening: Flattening, bench: Workbench) {
    this.#flattening = flattening;
    this.#bench = bench;
    this.#json = new JsonField(flattening.field, bench);
    this.#noObject = shapeKind(flattening.name, 'not_an_object', 'not an object of JSON, which flatten needs');
    this.#members = [...flattening.members].map(([key, slot]) => ({ key: Buffer.from(key), slot }));
    this.#slots = [...flattening.members.values()];
  }

  run(batch: Batch): void {
    const { writer, faults } = this.#bench;
    for (let record = 0; record < batch.recordCount; record++) {
      for (const slot of this.#slots) writer.null(record * batch.width + slot);
      const span = this.#json.of(batch, record);
      if (span === null) continue;
      if (span === undefined || batch.bytes[span.start] !== OPEN_OBJECT) {
        faults.add(record, this.#noObject, this.#json.textOf(batch, record));
        continue;
      }
      objectMembers(batch.bytes, span.start, span.end, (keyStart, keyEnd, start, end) => {
        const slot = this.#slotOf(batch.bytes, keyStart, keyEnd, start);
        if (slot === undefined) return;
        const target = record * batch.width + slot;
        if (batch.bytes[start] === SMALL_N) writer.null(target);
        else writer.span(target, start, end);
      });
    }
    if (faults.any) faults.settle();
  }

  // eslint-disable-next-line max-params -- as the scanner tells them: an object for each member would cost more than it is
  #slotOf(bytes: Buffer, keyStart: number, keyEnd: number, value: number): number | undefined {
    const key = bytes.subarray(keyStart, keyEnd);
    const { name, tally, members } = this.#flattening;
    if (tally === null && !key.includes(BACKSLASH)) return this.#members.find((member) => member.key.equals(key))?.slot;
    const text = JSON.parse(`"${key.toString()}"`) as string;
    tally?.note(`${name}_${text}`, bytes[value]);
    return members.get(text);
  }
}

/** `null` is NULL. */
const SMALL_N = 0x6e;
const BACKSLASH = 0x5c;
