import { SluiceError } from '../../errors/sluice-error.js';
import type { UniqueKey } from '../../postgres/unique-keys.js';
import { displayName, displayTable, qualifiedName, quoteIdentifier } from '../../schema/identifiers.js';
import { tableColumn } from '../../schema/match-flags.js';
import type { TableName, TargetTable } from '../../schema/table.js';

/** What a key is looked for in. */
export interface LoadKeyOptions {
  /** `--key`, as typed. */
  readonly key: readonly string[];
  readonly table: TargetTable;
  /** The columns that the load fills. */
  readonly loaded: ReadonlySet<string>;
  readonly keys: readonly UniqueKey[];
}

/**
 * Finds the unique key that `--key` names.
 *
 * @throws SluiceError USAGE when the table has no such column, nothing fills it, or no unique key of the table has exactly
 * these columns.
 */
export function loadKey({ key, table, loaded, keys }: LoadKeyOptions): UniqueKey {
  const names = keyColumns(key, table);
  const empty = names.find((name) => !loaded.has(name));
  if (empty !== undefined) throw unfilled(empty);
  const found = keys.find(({ columns }) =>
    isSame(
      columns.map(({ name }) => name),
      names,
    ),
  );
  if (found === undefined) throw noSuchKey(names, table.name, keys);
  return found;
}

/** A table that is still to be made has no key yet. */
export function keyOfNoTable(key: readonly string[], table: TableName): SluiceError {
  const name = displayTable(table);
  return new SluiceError('USAGE', `--key: ${name} does not exist yet, so it has no key by which rows could meet.`, {
    hint: `Make ${name} first, with a primary key on ${key.join(', ')}; or load with --mode append, which makes it.`,
  });
}

function keyColumns(key: readonly string[], table: TargetTable): string[] {
  const own = new Set(table.columns.map(({ name }) => name));
  const names = key.flatMap((text) => (own.has(text) ? [text] : text.split(',')));
  return [...new Set(names.map((name) => tableColumn('--key', name.trim(), table).name))];
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

function unfilled(column: string): SluiceError {
  return new SluiceError('USAGE', `--key: nothing of the input goes into the column ${displayName(column)}.`, {
    hint: 'Rows are told apart by values of the input: name columns that it fills, or fill this one with --map.',
  });
}

function noSuchKey(names: readonly string[], table: TableName, keys: readonly UniqueKey[]): SluiceError {
  const [these, columns] = names.length === 1 ? ['this column', 'column'] : ['these columns', 'columns'];
  const message = `--key: ${displayTable(table)} has no unique key on exactly the ${columns} ${names.map(displayName).join(', ')}.`;
  const make = `CREATE UNIQUE INDEX ON ${qualifiedName(table)} (${names.map(quoteIdentifier).join(', ')})`;
  const list = keys.map(({ columns: own }) => own.map(({ name }) => displayName(name)).join(','));
  const choice = list.length === 0 ? 'It has none at all.' : `It has --key ${list.join(' and --key ')}.`;
  return new SluiceError('USAGE', message, { hint: `${choice} To make one on ${these}: ${make};` });
}
