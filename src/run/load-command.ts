import type { InspectPlan } from '../config/inspect-plan.js';
import { displayTable } from '../schema/identifiers.js';
import type { TableName } from '../schema/table.js';
import type { RecordSource } from './reading/record-source.js';
import { shellQuoted } from '../errors/shell-quoted.js';

/**
 * The command that loads an input with all that was found out about it spelled out.
 *
 * @param plan - Has the flags that reading all inputs took.
 */
export function loadCommand(
  { source, pins, format }: RecordSource,
  table: TableName | null,
  { given, reading }: InspectPlan,
): string {
  const idle = reading.formatFlags.filter(({ formats }) => !formats.includes(format)).map(({ flag }) => flag);
  const others = given.filter((flag) => !pins.includes(flag) && !idle.includes(flag.split(' ', 1)[0]));
  const into = table === null ? [] : ['--table', shellQuoted(displayTable(table))];
  return ['sluice', 'load', shellQuoted(source.ref.name), ...into, ...pins, ...others].join(' ');
}
