import { writeFile } from 'node:fs/promises';

/** Prime, and larger than any table here: its multiples go through all keys as if by chance, and none comes twice. */
const STRIDE = 1_000_000_007;

/**
 * The SQL that makes a table of so many rows, with every other key from 2 to twice as many.
 *
 * @param name - The table's.
 * @param size - How many rows it has.
 */
export function fillTarget(name, size) {
  return `create table ${name} (id bigint primary key, name text, amount numeric(12,2), day date);
    insert into ${name} select 2 * n, 'row ' || n, 1, '2024-01-01' from generate_series(1, ${size}) n`;
}

/**
 * Writes a file with keys from all over such a table, about half of which are there.
 *
 * @param path - Where to.
 * @param count - How many records.
 * @param range - The keys are below it.
 */
export async function makeKeys(path, count, range) {
  const lines = Array.from(
    { length: count },
    (_, index) => `${(index * STRIDE) % range},new ${index},${index}.25,2024-06-01`,
  );
  await writeFile(path, `id,name,amount,day\n${lines.join('\n')}\n`);
}
