import { displayTable } from '../schema/identifiers.js';
import type { TableName } from '../schema/table.js';
import type { RecordSource } from './reading/record-source.js';
import { shellQuoted } from '../errors/shell-quoted.js';

/** The command that loads an input with all that was found out about it spelled out. */
export function loadCommand({ source, pins }: RecordSource, table: TableName | null): string {
  const into = table === null ? [] : ['--table', shellQuoted(displayTable(table))];
  return ['sluice', 'load', shellQuoted(source.ref.name), ...into, ...pins].join(' ');
}
