import { TextReader } from '../../batch/text-reader.js';
import { ValueWriter } from '../../batch/value-writer.js';
import type { Batch } from '../../batch/batch.js';
import { plainSpelling } from '../../schema/spelling/spelling-for.js';
import { RecordFaults } from './record-faults.js';
import type { Scope } from './scope.js';
import type { RunMemory } from './steps/run-memory.js';
import type { RecordTally, Task, Workbench } from './task.js';

/** What is done with the records of one reading: tasks in their order. */
export class RecordProgram {
  /** What became of the records so far. */
  readonly tally: RecordTally = { filtered: 0, expanded: 0, replaced: new Map() };
  readonly bench: Workbench;
  /** Records that came, good and rejected. */
  given = 0;
  readonly #tasks: Task[] = [];
  readonly #memory: RunMemory;
  /** What a record has at the end. */
  outputs: Scope = new Map();

  /** @param spelling - How the input spells numbers and dates. Default: as PostgreSQL does */
  constructor(memory: RunMemory, spelling = plainSpelling) {
    this.#memory = memory;
    const { tally } = this;
    this.bench = {
      reader: new TextReader(),
      writer: new ValueWriter(),
      faults: new RecordFaults(tally),
      tally,
      spelling,
    };
  }

  /** Nothing that still comes would be kept: reading may end. */
  get isEnough(): boolean {
    return this.#memory.enough;
  }

  /** Adds a task after those that there are. */
  add(task: Task): void {
    this.#tasks.push(task);
  }

  /** The step: to be given all batches of the reading, in their order, the next when it is done with one. */
  readonly step = (batch: Batch): Batch | Promise<Batch> => {
    const { reader, writer, faults } = this.bench;
    this.given += batch.recordCount + batch.rejected.length;
    reader.turnTo(batch);
    writer.turnTo(batch);
    faults.turnTo(batch);
    batch.filtered = -this.tally.filtered;
    return this.#runFrom(0, batch);
  };

  /** Waits only for a task that has to wait itself. */
  #runFrom(first: number, batch: Batch): Batch | Promise<Batch> {
    for (let index = first; index < this.#tasks.length; index++) {
      const waiting = this.#tasks[index].run(batch);
      if (waiting !== undefined) return waiting.then(() => this.#runFrom(index + 1, batch));
    }
    batch.filtered = (batch.filtered ?? 0) + this.tally.filtered;
    return batch;
  }
}
