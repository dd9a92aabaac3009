import type { Batch } from '../../../batch/batch.js';
import type { FaultKind } from '../../../batch/faults.js';
import { comparisonKey } from '../../../schema/plain-name.js';
import type { ScopeField } from '../scope.js';
import type { Task, Workbench } from '../task.js';
import { JsonField } from './json-field.js';
import { objectMembers, OPEN_OBJECT } from './json-scan.js';
import { noObjectKind } from './shape-kinds.js';
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
  /** What keys mean, by their spellings. */
  readonly #keys = new Map<string, MemberKey>();
  readonly #slots: readonly number[];

  constructor(flattening: Flattening, bench: Workbench) {
    this.#flattening = flattening;
    this.#bench = bench;
    this.#json = new JsonField(flattening.field, bench);
    this.#noObject = noObjectKind(flattening.name);
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
        const slot = this.#slotOf(batch.bytes.toString('latin1', keyStart, keyEnd), batch.bytes[start]);
        if (slot === undefined) return;
        const target = record * batch.width + slot;
        if (batch.bytes[start] === SMALL_N) writer.null(target);
        else writer.span(target, start, end);
      });
    }
    if (faults.any) faults.settle();
  }

  /**
   * Where the value of a member goes; undefined: nobody wants it.
   *
   * @param spelling - The bytes of its key, one character each.
   * @param first - The first byte of its value.
   */
  #slotOf(spelling: string, first: number): number | undefined {
    const { name, tally } = this.#flattening;
    let key = this.#keys.get(spelling);
    if (key === undefined) {
      key = this.#keyOf(spelling);
      if (this.#keys.size < MOST_KEYS) this.#keys.set(spelling, key);
    }
    tally?.note(`${name}_${key.text}`, first);
    return key.slot;
  }

  /** By its name; or else by one that is written a bit differently, as columns of a table find theirs. */
  #keyOf(spelling: string): MemberKey {
    const { members } = this.#flattening;
    const text = JSON.parse(`"${Buffer.from(spelling, 'latin1').toString()}"`) as string;
    const alike = (): number | undefined => {
      const found = [...members.keys()].find((key) => comparisonKey(key) === comparisonKey(text));
      return found === undefined ? undefined : members.get(found);
    };
    return { text, slot: members.get(text) ?? alike() };
  }
}

/** `null` is NULL. */
const SMALL_N = 0x6e;

/** Spellings that are kept: more than objects have that are alike. */
const MOST_KEYS = 4096;

interface MemberKey {
  readonly text: string;
  /** Undefined: nobody wants it. */
  readonly slot: number | undefined;
}
