import { printable } from '../errors/printable.js';
import type { ColumnType } from '../schema/codecs/codec.js';
import { displayTable } from '../schema/identifiers.js';
import type { TargetColumn, TargetTable } from '../schema/table.js';
import { interfaceNames } from './types-name.js';

/** What the tables were read for. */
type TypedTable = Pick<TargetTable, 'name' | 'columns'>;

/**
 * Writes TypeScript for the records that tables take: an interface for each, with a property for each column that can be
 * given, of the type in which pipelines written in code have its values. What comes out of the database's names is
 * escaped, whatever it is.
 *
 * A column that has a default or is an identity may be left out. One that is generated is left out: nothing can be put
 * into it.
 */
export function typesText(tables: readonly TypedTable[]): string {
  const names = interfaceNames(tables);
  const interfaces = tables.map((table, index) => interfaceText(table, names[index]));
  return [HEAD, ...interfaces].join('\n');
}

const HEAD = '// Written by `sluice types`: run it again when the tables have changed.\n';

function interfaceText({ name, columns }: TypedTable, interfaceName: string): string {
  const properties = columns.filter(({ generated }) => !generated).flatMap(propertyLines);
  return [
    comment(`A record of the table ${displayTable(name)}.`),
    `export interface ${interfaceName} {`,
    ...properties.map((line) => `  ${line}`),
    '}\n',
  ].join('\n');
}

function propertyLines(column: TargetColumn): string[] {
  const { name, notNull, hasDefault, identity, type } = column;
  const optional = hasDefault || identity !== null ? '?' : '';
  const canBeNull = !notNull && typeOf(type) !== 'unknown';
  return [comment(sqlOf(column)), `${propertyName(name)}${optional}: ${typeOf(type)}${canBeNull ? ' | null' : ''};`];
}

function sqlOf({ type, notNull, hasDefault, identity }: TargetColumn): string {
  const parts = [type.display, notNull ? 'not null' : '', hasDefault ? 'with a default' : ''];
  const made = identity === null ? '' : `generated ${identity} as identity`;
  return [...parts, made].filter((part) => part !== '').join(', ');
}

function comment(text: string): string {
  return `/** ${printable(text, 300).replaceAll('*/', '*\\/')} */`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** As code has a value: never rounded, and as text where JavaScript has nothing of the kind. */
function typeOf({ name, builtIn, labels }: ColumnType): string {
  if (labels.length > 0) return labels.map((label) => JSON.stringify(label)).join(' | ');
  return (builtIn ? types.get(name) : undefined) ?? 'string';
}

const types: ReadonlyMap<string, string> = new Map([
  ['int2', 'number'],
  ['int4', 'number'],
  ['int8', 'number | bigint'],
  ['float4', 'number | string'],
  ['float8', 'number | string'],
  ['numeric', 'number | string'],
  ['bool', 'boolean'],
  ['json', 'unknown'],
  ['jsonb', 'unknown'],
]);
