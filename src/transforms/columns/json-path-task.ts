import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import { FieldValues } from '../../batch/field-values.js';
import { imageBound, Verdict } from '../../schema/codecs/codec.js';
import { jsonbCodec } from '../../schema/codecs/json.js';
import type { JsonPath } from '../../schema/transform/json-path.js';
import { builtInType } from '../../schema/type-from-name.js';
import { CopyBuffer } from '../encode/copy-buffer.js';
import type { Task } from '../record/task.js';
import { noJsonKind } from './change-fault-kinds.js';
import type { ColumnBench, ColumnSlots } from './change-task.js';
import { JsonMember } from './json-member.js';

/** Where JSON is, and what is looked for in it. */
export interface JsonPathSlots extends ColumnSlots {
  readonly path: JsonPath;
  /** `from`, for messages. */
  readonly text: string;
  /** The parser has seen that it is JSON. */
  readonly isParsed: boolean;
  /** Strings stay JSON, with their quotes. */
  readonly asJson: boolean;
}

/**
 * Makes values of parts of JSON texts: a string of its characters, anything else of its JSON text as it was written. What is
 * not there, or is null, is NULL.
 */
export class JsonPathTask implements Task {
  readonly #slots: JsonPathSlots;
  readonly #column: ColumnBench;
  readonly #member: JsonMember;
  readonly #kind: FaultKind;
  readonly #values = new FieldValues();
  readonly #codec = jsonbCodec(builtInType('jsonb'), { timeZone: 'UTC', dateOrder: 'MDY' });
  readonly #image = new CopyBuffer(1024);

  constructor(slots: JsonPathSlots, column: ColumnBench) {
    this.#slots = slots;
    this.#column = column;
    this.#member = new JsonMember(slots.path.steps);
    this.#kind = noJsonKind(column.guard.name, slots.text);
  }

  run(batch: Batch): void {
    const { from, to } = this.#slots;
    const { recordCount, width, spans } = batch;
    for (let record = 0; record < recordCount; record++) {
      const field = record * width;
      if (spans[2 * (field + from)] === NULL_START) this.#column.bench.writer.null(field + to);
      else this.#find(batch, record, { from: field + from, to: field + to });
    }
  }

  #find(batch: Batch, record: number, { from, to }: ColumnSlots): void {
    const { guard, bench } = this.#column;
    if (batch.forms[from] === FieldForm.plain) {
      const [start, end] = [batch.spans[2 * from], batch.spans[2 * from + 1]];
      if (!this.#slots.isParsed && !this.#isJson(batch.bytes, start, end)) {
        bench.writer.null(to);
        guard.fail(record, this.#kind, batch.bytes.toString('utf8', start, end));
      } else if (this.#member.find(batch.bytes, start, end)) this.#give(batch, to);
      else bench.writer.null(to);
      return;
    }
    const value = this.#values.of(batch, from) ?? Buffer.alloc(0);
    bench.writer.null(to);
    if (!this.#isJson(value, 0, value.length)) guard.fail(record, this.#kind, value.toString());
    else if (this.#member.find(value, 0, value.length)) {
      const { start, end } = this.#member;
      this.#member.start = batch.usedBytes;
      bench.writer.bytes(to, value.subarray(start, end));
      this.#member.end = batch.usedBytes;
      this.#give(batch, to);
    }
  }

  /** What has been found in the block becomes the value. */
  #give({ bytes }: Batch, to: number): void {
    const { writer } = this.#column.bench;
    const { start, end } = this.#member;
    if (bytes[start] === SMALL_N) writer.null(to);
    else if (bytes[start] !== QUOTE || this.#slots.asJson) writer.span(to, start, end);
    else if (bytes.subarray(start, end).includes(BACKSLASH)) writer.span(to, start + 1, end - 1, FieldForm.jsonEscapes);
    else writer.span(to, start + 1, end - 1);
  }

  /** As jsonb has it: a string that no text can hold would not do for a value. */
  #isJson(bytes: Buffer, start: number, end: number): boolean {
    this.#image.offset = 0;
    this.#image.reserve(imageBound(end - start));
    return this.#codec(bytes, start, end, this.#image) === Verdict.accepted;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The word null begins with it, and no other value does. */
const SMALL_N = 0x6e;
