import type { AgreedColumns } from './agreed-columns.js';
import type { Layout, RecordSource } from './record-source.js';

/** All columns of an input, each as text, in the order that the inputs have agreed on. */
export function allColumns({ names, width }: AgreedColumns, input: RecordSource): Layout {
  const all = names ?? Array.from({ length: width }, () => '');
  const indexes = new Map(all.map((name, index) => [name, index]));
  return {
    columns: all.map((name, index) => ({ name, index: ownIndex(input, name, index), kind: 'text' })),
    columnOf: (name) => indexes.get(name) ?? 'unknown',
  };
}

/**
 * Where an input has a column that all inputs have.
 *
 * @param index - Its place among the agreed columns: where columns have no names, the place in the input too.
 */
export function ownIndex({ names }: RecordSource, name: string, index: number): number {
  return names === null || names[index] === '' ? index : names.indexOf(name);
}
