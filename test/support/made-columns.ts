import { newResources } from '../../src/transforms/record/program-resources.js';
import { FieldForm, NULL_START, type Batch } from '../../src/batch/batch.js';
import { readField } from '../../src/batch/read-field.js';
import type { ColumnType } from '../../src/schema/codecs/codec.js';
import { plainSpelling, type ValueSpelling } from '../../src/schema/spelling/spelling-for.js';
import { NO_RULES, type ColumnPlan } from '../../src/schema/transform/column-plan.js';
import { testProgram } from './program.js';

/** A plan of a column of which nothing is asked but what is given. */
export function columnPlan(name: string, asked: Partial<ColumnPlan> = {}): ColumnPlan {
  return {
    name,
    from: null,
    changes: [],
    type: null,
    disguises: [],
    expr: null,
    rules: NO_RULES,
    onError: 'reject',
    default: null,
    place: `columns.${name}`,
    ...asked,
  };
}

/** What the field `value` is, and how the program sees it. */
export interface MadeOptions {
  /** Texts of a field; null is NULL. */
  readonly values: readonly (string | Buffer | null)[];
  /** The form of those that are not plain. */
  readonly form?: number;
  readonly isJson?: boolean;
  readonly typeOf?: (name: string) => ColumnType | null;
  readonly spelling?: ValueSpelling;
}

/** What a program made of records with one field, `v`. */
export interface Made {
  /** For each record that is left, the value of the column that was asked for first. */
  readonly values: readonly (string | null)[];
  /** `code value`, for each fault. */
  readonly faults: readonly string[];
  readonly messages: readonly string[];
  readonly replaced: ReadonlyMap<string, number>;
}

/** Makes columns of records whose only field is `v`. */
export function makeColumns(columns: readonly ColumnPlan[], options: MadeOptions): Made {
  const { isJson = false, typeOf = () => null, spelling = plainSpelling } = options;
  const { program, made } = testProgram({
    plan: { columns },
    inputs: new Map([['v', { slot: 0, type: null, isJson }]]),
    typeOf,
    plainOutputs: new Set(columns.map(({ name }) => name)),
    resources: newResources(new AbortController().signal, spelling),
  });
  const batch = batchOf(options, 1 + made);
  void program.step(batch);
  const { slot } = program.outputs.get(columns[0].name) ?? { slot: 0 };
  const faults = batch.rejected.flatMap((record) => record.faults);
  return {
    values: Array.from({ length: batch.recordCount }, (_, record) => fieldText(batch, record * batch.width + slot)),
    faults: faults.map(({ kind, value }) => `${kind.code} ${value?.toString() ?? 'NULL'}`),
    messages: faults.map(({ kind }) => kind.message),
    replaced: program.tally.replaced,
  };
}

function fieldText(batch: Batch, field: number): string | null {
  if (batch.spans[2 * field] === NULL_START) return null;
  const target = Buffer.alloc(batch.spans[2 * field + 1] - batch.spans[2 * field]);
  return target.toString('utf8', 0, readField(batch, field, target));
}

function batchOf({ values, form = FieldForm.plain }: MadeOptions, width: number): Batch {
  const parts = values.map((value) => Buffer.from(value ?? ''));
  const spans = new Int32Array(2 * width * values.length).fill(NULL_START);
  const places = new Int32Array(4 * values.length);
  let at = 0;
  for (const [record, part] of parts.entries()) {
    places.set([at, at + part.length, record, record], 4 * record);
    if (values[record] !== null) spans.set([at, at + part.length], 2 * width * record);
    at += part.length;
  }
  return {
    source: { name: 'v.csv', shown: 'v.csv' } as unknown as Batch['source'],
    width,
    quote: 0x22,
    recordCount: values.length,
    // As little room as can be, so that what is written has to make more.
    bytes: Buffer.concat(parts),
    usedBytes: at,
    hasMadeValues: false,
    spans,
    forms: new Uint8Array(width * values.length).fill(form),
    places,
    rejected: [],
    byteOffset: 0,
    firstOrdinal: 1,
    firstLine: 1,
  };
}
