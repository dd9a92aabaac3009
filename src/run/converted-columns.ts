import { displaySource } from '../batch/display-source.js';
import type { ConvertPlan } from '../config/convert-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { ColumnType } from '../schema/codecs/codec.js';
import type { ColumnPlan } from '../schema/transform/column-plan.js';
import { spellingFor } from '../schema/spelling/spelling-for.js';
import { builtInType } from '../schema/type-from-name.js';
import type { ConvertedColumn, ConvertedKind } from '../sinks/convert/converted-column.js';
import { assertTyped } from './assert-typed.js';
import { declaredTypes } from './declared-types.js';
import { inferColumns, typesBefore } from './infer-columns.js';
import { agreedColumns, columnLabels } from './reading/agreed-columns.js';
import { allColumns } from './reading/layouts.js';
import type { Layout, RecordSource, WantedColumn } from './reading/record-source.js';
import { repeatable } from './reading/repeatable.js';
import { withTypesBefore } from './reading/with-types-before.js';
import { withAllKeys } from './reading/with-all-keys.js';
import type { Run } from './run.js';

/** What a conversion reads and writes. */
export interface Conversion {
  /** The inputs, such as can still be read. */
  readonly inputs: readonly RecordSource[];
  readonly columns: readonly ConvertedColumn[];
  /** The types that the pipeline declares, by the names of columns. */
  readonly declared: ReadonlyMap<string, ColumnType>;
  readonly layoutOf: (input: RecordSource) => Layout;
}

/**
 * Finds the columns of a conversion. Of CSV they are known from the head; JSON must be read for its keys first.
 *
 * @throws SluiceError HEADERS_DIFFER, and what the sources throw.
 */
export async function convertedColumns(run: Run<ConvertPlan>, opened: readonly RecordSource[]): Promise<Conversion> {
  const { plan, context } = run;
  const hasCode = plan.transform.code !== null;
  const isReadTwice = plan.inferTypes || hasCode || opened.some(({ format }) => format !== 'csv');
  const again = isReadTwice ? await repeatable(opened, run) : opened;
  const complete = await withAllKeys(again, context.io.signal);
  const inputs = hasCode ? await typed(complete.inputs, run) : complete.inputs;
  const agreed = agreedColumns(inputs);
  const names = columnLabels(agreed);
  assertTyped(plan.types, names);
  if (names.length === 0) throw noColumns(inputs);
  const declared = declaredTypes(plan.transform);
  const types = await typesOf(run, inputs, { names, declared });
  const isJson = plan.to === 'ndjson' && inputs.every(({ format }) => format !== 'csv');
  const changed = new Set(plan.transform.columns.filter(isTextual).map(({ name }) => name));
  const columns = names.map((name, index): ConvertedColumn => ({
    name,
    kind: isJson && !changed.has(name) ? 'json' : kindOf(types[index]),
    spelling: spellingFor(types[index], plan.reading.spelling),
  }));
  const layoutOf = (input: RecordSource): Layout => {
    const layout = allColumns(agreed, input);
    const asJson = (column: WantedColumn): WantedColumn =>
      changed.has(column.name) ? column : { ...column, kind: 'json' };
    return isJson ? { ...layout, columns: layout.columns.map(asJson) } : layout;
  };
  return { inputs, columns, declared, layoutOf };
}

/** Code has the same values as in a load. */
async function typed(
  inputs: readonly RecordSource[],
  { plan, context }: Run<ConvertPlan>,
): Promise<readonly RecordSource[]> {
  return withTypesBefore(inputs, await typesBefore(inputs, plan.reading, context.io.signal));
}

/** Whether a column of a pipeline has texts where it is made from JSON: all but those that are JSON still. */
function isTextual({ changes, disguises, expr, type, onError }: ColumnPlan): boolean {
  if (type !== null) return kindOf(type) !== 'json';
  return changes.length > 0 || disguises.length > 0 || expr !== null || onError !== 'reject';
}

function noColumns([{ source }]: readonly RecordSource[]): SluiceError {
  const message = `No record of ${displaySource(source.ref.name)} is an object with a key, so there is no column to write.`;
  return new SluiceError('HEADER_INVALID', message, {
    hint: 'sluice validate tells what is wrong with the records. --select names where they are, if they are further inside.',
  });
}

async function typesOf(
  { plan, context }: Run<ConvertPlan>,
  inputs: readonly RecordSource[],
  { names, declared }: { readonly names: readonly string[]; readonly declared: Conversion['declared'] },
): Promise<ColumnType[]> {
  const inferred = plan.inferTypes ? (await inferColumns(inputs, plan.reading, context.io.signal)).types : [];
  const text = builtInType('text');
  return names.map((name, index) => plan.types.get(name) ?? declared.get(name) ?? inferred[index] ?? text);
}

function kindOf({ name }: ColumnType): ConvertedKind {
  if (numberTypes.has(name)) return 'number';
  if (name === 'bool') return 'boolean';
  return name === 'json' || name === 'jsonb' ? 'json' : 'string';
}

const numberTypes = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric']);
