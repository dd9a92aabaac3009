import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import type { CodeRecord } from '../../schema/transform/code-plan.js';
import type { Workbench } from '../record/task.js';
import type { CodeFaultKinds } from './code-fault-kinds.js';
import type { CodeRecords } from './code-records.js';
import { exactJson, parseExactly } from './exact-json.js';
import { valueTaker, type TakeValues } from './fixed-shape.js';
import { textOfResult } from './text-of-result.js';

/** A column that comes out of code. */
export interface CodeOutput {
  readonly name: string;
  /** Where it is written. */
  readonly slot: number;
  /** The index among the fields that code is given; -1: it is none of them. */
  readonly input: number;
  /** Its values are JSON text: the column is of JSON, or the record is. */
  readonly isJson: boolean;
}

/** What writes results. */
export interface CodeResultOptions {
  readonly outputs: readonly CodeOutput[];
  readonly records: CodeRecords;
  readonly kinds: CodeFaultKinds;
  readonly bench: Workbench;
}

/** Writes what code has made of a record into its fields: only what is not what was read. */
export class CodeResults {
  readonly #outputs: readonly WrittenOutput[];
  readonly #names: ReadonlySet<string>;
  readonly #records: CodeRecords;
  readonly #kinds: CodeFaultKinds;
  readonly #bench: Workbench;
  readonly #take: TakeValues;
  readonly #values: unknown[] = [];
  #batch!: Batch;

  constructor({ outputs, records, kinds, bench }: CodeResultOptions) {
    this.#outputs = outputs.map((output) => ({
      ...output,
      isInherited: output.name in Object.prototype,
      from: output.input < 0 ? -1 : records.fields[output.input].slot,
    }));
    this.#names = new Set(outputs.map(({ name }) => name));
    this.#take = valueTaker([...this.#names]);
    this.#records = records;
    this.#kinds = kinds;
    this.#bench = bench;
  }

  /** Turns to a batch. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
  }

  /** What is wrong with something that should be a record; null: nothing. */
  complaint(result: unknown): FaultKind | null {
    if (!isRecord(result)) return this.#kinds.badResult(kindOf(result));
    const unknown = Object.keys(result).find((key) => !this.#names.has(key) && result[key] !== undefined);
    return unknown === undefined ? null : this.#kinds.unknownColumn(unknown, [...this.#names]);
  }

  /**
   * Writes a result. What is wrong with it becomes faults of the record.
   *
   * @returns Whether nothing is.
   */
  write(record: number, result: unknown): boolean {
    try {
      return isRecord(result) ? this.#write(record, result) : this.#refuse(record, result);
    } catch (error) {
      // What is read of it may be code, too.
      this.#bench.faults.add(record, this.#kinds.threw(error), null);
      return false;
    }
  }

  #write(record: number, result: CodeRecord): boolean {
    const first = record * this.#batch.width;
    const originals = this.#records.offsetOf(record);
    let found = 0;
    let isGood = true;
    this.#take(result, this.#values);
    for (let at = 0; at < this.#outputs.length; at++) {
      const output = this.#outputs[at];
      const value = output.isInherited ? ownValue(result, output.name) : this.#values[at];
      if (value !== undefined) found++;
      const isAsRead = output.input >= 0 && this.#isAsRead(value, originals + output.input, first + output.from);
      if (isAsRead) this.#keep(first, output);
      else if (!this.#put(record, output, value)) isGood = false;
    }
    // Counting is quicker than looking up each key.
    if (found !== Object.keys(result).length && !this.#refuse(record, result)) return false;
    return isGood;
  }

  #keep(first: number, { from, slot }: WrittenOutput): void {
    if (from !== slot) this.#bench.writer.copy(first + from, first + slot);
  }

  /** Adds what is wrong with a result as a whole; true: nothing is. */
  #refuse(record: number, result: unknown): boolean {
    const complaint = this.complaint(result);
    if (complaint !== null) this.#bench.faults.add(record, complaint, null);
    return complaint === null;
  }

  /** What is within an object may have been changed in place: it is the same if its JSON is. */
  #isAsRead(value: unknown, original: number, field: number): boolean {
    if (value !== this.#records.originals[original]) return false;
    if (typeof value !== 'object' || value === null) return true;
    const text = this.#bench.reader.of(field);
    return text !== null && sameJson(text, value);
  }

  #put(record: number, output: WrittenOutput, value: unknown): boolean {
    const { writer, faults } = this.#bench;
    const field = record * this.#batch.width + output.slot;
    if (value === null || value === undefined) {
      writer.null(field);
      return true;
    }
    if (typeof value === 'number' && Number.isFinite(value)) {
      writer.number(field, value);
      return true;
    }
    try {
      writer.text(field, textOfResult(value, output.isJson));
      return true;
    } catch (error) {
      const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
      faults.add(record, this.#kinds.badValue(output.name, reason), null);
      return false;
    }
  }
}

interface WrittenOutput extends CodeOutput {
  /** Objects have something of this name from birth. */
  readonly isInherited: boolean;
  /** Where its value was read; -1: nowhere. */
  readonly from: number;
}

function sameJson(text: string, value: object): boolean {
  try {
    return exactJson(parseExactly(text)) === exactJson(value);
  } catch {
    return false;
  }
}

function ownValue(record: CodeRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: unknown): value is CodeRecord {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Such as `a number`, `a list`, `an object of class Map`. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list within a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const { constructor } = value as { constructor?: unknown };
  const name = typeof constructor === 'function' ? constructor.name : '';
  return name === '' ? 'an object of some class' : `an object of class ${name.slice(0, 60)}`;
}
