import type { TargetTable } from '../schema/table.js';

/**
 * Names the interfaces of tables: `order_items` is `OrderItems`. Of two tables that would have the same, both get their
 * schema before it, and what is still the same gets a number.
 *
 * @returns One for each table, in their order; all are identifiers, and no two are the same.
 */
export function interfaceNames(tables: readonly Pick<TargetTable, 'name'>[]): string[] {
  const plain = tables.map(({ name }) => pascalCase(name.name));
  const names = tables.map(({ name }, index) =>
    plain.indexOf(plain[index]) === plain.lastIndexOf(plain[index])
      ? plain[index]
      : pascalCase(`${name.schema}_${name.name}`),
  );
  const taken = new Set<string>();
  return names.map((name) => notTaken(name, taken));
}

function pascalCase(name: string): string {
  const joined = (name.normalize('NFC').match(words) ?? []).map(capitalized).join('');
  return /^\p{L}/u.test(joined) ? joined : `Table${joined}`;
}

function capitalized(word: string): string {
  const upper = word[0].toUpperCase();
  // Some letters become two, of which one may be no letter.
  return `${upper.match(words)?.[0] === upper ? upper : word[0]}${word.slice(1)}`;
}

/** Letters and digits of scripts that are in use and were complete long ago: all compilers know them for such. */
const words =
  /(?:(?=[\p{L}\p{Nd}])[\0-\u024f\u0370-\u052f\u0531-\u0587\u05d0-\u05ea\u0620-\u064a\u0904-\u0939\u0e01-\u0e30\u3041-\u30ff\u4e00-\u9fa5\uac00-\ud7a3])+/gu;

function notTaken(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`;
  taken.add(free);
  return free;
}
