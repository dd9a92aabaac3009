import { displayTable } from '../schema/identifiers.js';
import type { TableName } from '../schema/table.js';
import type { RecordSource } from './reading/record-source.js';
import { shellQuoted } from '../errors/shell-quoted.js';

/**
 * The command that loads an input with all that was found out about it spelled out.
 *
 * @param given - The flags that reading it took, ready for a shell.
 */
export function loadCommand({ source, pins }: RecordSource, table: TableName | null, given: readonly string[]): string {
  const others = given.filter((flag) => !pins.includes(flag));
  const into = table === null ? [] : ['--table', shellQuoted(displayTable(table))];
  return ['sluice', 'load', shellQuoted(source.ref.name), ...into, ...pins, ...others].join(' ');
}
