import { readTable, type CatalogClient } from '../postgres/catalog.js';
import { missingTable } from '../postgres/missing-table.js';
import { qualifiedName } from '../schema/identifiers.js';
import { parseTableName, type TableName, type TargetTable } from '../schema/table.js';
import { openConvertOutput } from './convert-output.js';
import type { Io } from './io.js';
import { typesText } from './types-text.js';
import { useDatabase } from './use-database.js';
import { writeData } from './write-data.js';

/** What `sluice types` was asked. */
export interface TypesRequest {
  /** The names of the tables, as typed. */
  readonly table: readonly string[];
  /** The flag `--db`. */
  readonly db?: string | undefined;
  /** The file to write, as typed. Default: standard output */
  readonly output?: string | undefined;
}

/**
 * Writes TypeScript for the records of tables of the configured database.
 *
 * @param notice - Takes lines for a person to read.
 * @throws SluiceError TABLE_MISSING, TABLE_UNSUITABLE; USAGE when a name is none; of the connection; OUTPUT_FAILED
 */
export async function runTypes(
  { table, db, output }: TypesRequest,
  io: Io,
  notice: (line: string) => void,
): Promise<void> {
  const names = table.map(parseTableName);
  let text = '';
  await useDatabase({ db, io, notice }, async (client) => {
    const tables: TargetTable[] = [];
    for (const name of names) tables.push(await tableOf(client, name));
    text = typesText(withoutTwins(tables));
  });
  await (output === undefined ? writeData(io.stdout, text) : writeFile(output, io, text));
}

async function tableOf(client: CatalogClient, name: TableName): Promise<TargetTable> {
  const table = await readTable(client, name);
  if (table === null) throw await missingTable(client, name, 'Name another with --table.');
  return table;
}

/** A table may be named with its schema and without. */
function withoutTwins(tables: readonly TargetTable[]): TargetTable[] {
  const byName = new Map(tables.map((table) => [qualifiedName(table.name), table]));
  return [...byName.values()];
}

/** The file comes to its place when it is whole. */
async function writeFile(path: string, io: Io, text: string): Promise<void> {
  const file = await openConvertOutput(path, io);
  try {
    await file.write(Buffer.from(text));
    await file.keep();
  } finally {
    await file.discard();
  }
}
