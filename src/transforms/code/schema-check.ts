import type { CodeRecord, RecordSchema } from '../../schema/transform/code-plan.js';
import type { Workbench } from '../record/task.js';
import type { CodeFaultKinds } from './code-fault-kinds.js';
import type { CodeRecords } from './code-records.js';

/** Runs records through the schema of a pipeline. */
export class SchemaCheck {
  readonly #schema: RecordSchema;
  readonly #kinds: CodeFaultKinds;
  readonly #bench: Workbench;
  readonly #slots: ReadonlyMap<string, number>;

  constructor(
    schema: RecordSchema,
    {
      records,
      kinds,
      bench,
    }: { readonly records: CodeRecords; readonly kinds: CodeFaultKinds; readonly bench: Workbench },
  ) {
    this.#schema = schema;
    this.#kinds = kinds;
    this.#bench = bench;
    this.#slots = new Map(records.fields.map(({ name, slot }) => [name, slot]));
  }

  /**
   * What the schema makes of a record; every issue that it has becomes a fault of the record.
   *
   * @param input - The record as an object.
   * @param firstField - `record * width`.
   * @returns undefined when it has any, or throws.
   */
  of(input: CodeRecord, record: number, firstField: number): unknown {
    const { faults, reader } = this.#bench;
    try {
      const outcome = this.#schema.safeParse(input);
      // Undefined is kept for records with faults, so that none is passed over.
      if (outcome.success) return outcome.data ?? null;
      for (const issue of outcome.error.issues) {
        const slot = this.#slots.get(String(issue.path[0]));
        faults.add(record, this.#kinds.schema(issue), slot === undefined ? null : reader.of(firstField + slot));
      }
    } catch (error) {
      faults.add(record, this.#kinds.threw(isAsync(error) ? MUST_NOT_WAIT : error), null);
    }
    return undefined;
  }
}

/** What zod throws where a part of a schema returns a promise. */
function isAsync(error: unknown): boolean {
  return (
    error instanceof Error && (error.constructor.name === '$ZodAsyncError' || error.message.includes('parseAsync'))
  );
}

const MUST_NOT_WAIT = 'the schema has an asynchronous part; what has to be waited for goes into transform';
