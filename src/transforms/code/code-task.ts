import { PLACE_SIZE, type Batch } from '../../batch/batch.js';
import type { CodePlan, CodeRecord, TransformContext } from '../../schema/transform/code-plan.js';
import type { Task, Workbench } from '../record/task.js';
import type { CodeFaultKinds } from './code-fault-kinds.js';
import { withKeys, type CodeRecords } from './code-records.js';
import { CodeResults, type CodeOutput } from './code-results.js';
import { RowKeeper } from './row-keeper.js';
import { SchemaCheck } from './schema-check.js';
import { untilAborted } from './until-aborted.js';

/** What a {@link CodeTask} works with. */
export interface CodeTaskOptions {
  readonly plan: CodePlan;
  readonly records: CodeRecords;
  readonly outputs: readonly CodeOutput[];
  readonly kinds: CodeFaultKinds;
  readonly bench: Workbench;
  /** The outputs that a schema does not list: what it makes gets them as keys without a value. */
  readonly added: readonly string[];
  /** Aborted when the run is: nothing is waited for then. */
  readonly signal: AbortSignal;
}

/**
 * Runs the code of a pipeline on each record: its schema, then its transform. A transform that returns promises has up to
 * `concurrency` calls under way; what they come to is taken in the order of the records, batch by batch.
 */
export class CodeTask implements Task {
  readonly #plan: CodePlan;
  readonly #records: CodeRecords;
  readonly #schema: SchemaCheck | null;
  readonly #keeper: RowKeeper;
  readonly #kinds: CodeFaultKinds;
  readonly #bench: Workbench;
  readonly #added: readonly string[];
  readonly #signal: AbortSignal;
  #batch!: Batch;

  constructor(options: CodeTaskOptions) {
    const { plan, records, kinds, bench, signal } = options;
    this.#plan = plan;
    this.#records = records;
    this.#schema = plan.schema === null ? null : new SchemaCheck(plan.schema, { records, kinds, bench });
    this.#keeper = new RowKeeper(new CodeResults(options), bench);
    this.#kinds = kinds;
    this.#bench = bench;
    this.#added = options.added;
    this.#signal = signal;
  }

  run(batch: Batch): void | Promise<void> {
    this.#batch = batch;
    this.#records.turnTo(batch);
    this.#keeper.turnTo(batch);
    for (let record = 0; record < batch.recordCount; record++) {
      this.#records.keepFrom(record);
      const result = this.#resultOf(record);
      if (result instanceof Promise) return this.#runWaiting(record, result);
      if (result !== FAULTY) this.#keeper.take(record, result);
    }
    this.#keeper.settle();
  }

  /** From the first record on whose result has to be waited for. */
  async #runWaiting(first: number, waiting: Promise<unknown>): Promise<void> {
    const { recordCount } = this.#batch;
    const results: unknown[] = [];
    let next = first + 1;
    const lane = async (): Promise<void> => {
      while (next < recordCount && !this.#signal.aborted) {
        const record = next++;
        results[record - first] = await this.#settled(record, this.#resultOf(record));
      }
    };
    const begun = this.#settled(first, waiting).then((result) => {
      results[0] = result;
      return lane();
    });
    const others = Array.from({ length: this.#plan.concurrency - 1 }, lane);
    await untilAborted(Promise.all([begun, ...others]), this.#signal);
    for (const [index, result] of results.entries()) {
      if (result !== FAULTY) this.#keeper.take(first + index, result);
    }
    this.#keeper.settle();
  }

  async #settled(record: number, result: unknown): Promise<unknown> {
    try {
      return await result;
    } catch (error) {
      this.#bench.faults.add(record, this.#kinds.threw(error), null);
      return FAULTY;
    }
  }

  /** What the code makes of a record, or a promise of it. */
  #resultOf(record: number): unknown {
    const read = this.#records.of(record);
    const firstField = record * this.#batch.width;
    if (this.#isBadText(record, firstField)) return FAULTY;
    const input = this.#schema === null ? read : this.#schema.of(read, record, firstField);
    if (input === undefined) return FAULTY;
    const { transform } = this.#plan;
    if (transform === null) return input;
    if (this.#added.length > 0) withKeys(input, this.#added);
    try {
      const result: unknown = transform(input as CodeRecord, this.#contextOf(record));
      return isThenable(result) ? Promise.resolve(result) : result;
    } catch (error) {
      this.#bench.faults.add(record, this.#kinds.threw(error), null);
      return FAULTY;
    }
  }

  /** Code must not see, and give back, a text that nobody wrote. */
  #isBadText(record: number, firstField: number): boolean {
    const { badText: fields } = this.#records;
    const { faults, reader } = this.#bench;
    for (const { badText, slot } of fields) faults.add(record, badText, reader.of(firstField + slot));
    return fields.length > 0;
  }

  #contextOf(record: number): TransformContext {
    const { source, places, firstOrdinal, firstLine } = this.#batch;
    const at = PLACE_SIZE * record;
    return {
      source: source.name,
      record: firstOrdinal + places[at + 2],
      line: firstLine + places[at + 3],
      signal: this.#signal,
    };
  }
}

/** Stands for what a record has that has a fault already. */
const FAULTY = Symbol('faulty');

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value instanceof Promise ||
    (typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function')
  );
}
