import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTable } from '../../../src/postgres/catalog.js';
import { newColumnNames } from '../../../src/schema/column-names.js';
import { createTableSql } from '../../../src/schema/create-table.js';
import type { InferredType } from '../../../src/schema/infer/inferred-type.js';
import { matchColumns } from '../../../src/schema/match.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('Postgres makes the table, and the file that it was made for finds its columns again', async () => {
  const headers = [
    ...[
      'id',
      'ID',
      'Order ID',
      '"; drop table x; --',
      '__proto__',
      'constructor',
      'select',
      '2024',
      '',
      '#',
      "it's 🙂",
    ],
    ...['ctid', 'cmin', 'cmax', 'xmin', 'XMIN', 'xmax', 'tableoid', 'oid', 'Größe', 'É'.repeat(63), 'x'.repeat(64)],
  ];
  const names = newColumnNames(headers);
  const name = { schema: null, name: 'Made "of" a file' };
  await client.query(createTableSql({ name, columns: names.map((column) => ({ name: column, type: 'text' })) }));
  const table = await readTable(client, name);
  if (table === null) throw new Error('There is no table.');
  const matches = matchColumns({
    fileColumns: headers,
    table,
    map: new Map(),
    ignore: new Set(),
    byPosition: false,
  });
  expect(matches.map((match) => match.column.name)).toEqual(names);
  expect(matches.map((match) => match.column.name)).toEqual(table.columns.map((column) => column.name));
});

test('the types are those that Postgres knows by these names', async () => {
  const types: InferredType[] = [
    'integer',
    'bigint',
    'numeric',
    'boolean',
    'date',
    'timestamp',
    'timestamptz',
    'uuid',
    'text',
  ];
  const name = { schema: 'public', name: 'typed' };
  await client.query(createTableSql({ name, columns: types.map((type) => ({ name: type, type })) }));
  const table = await readTable(client, name);
  expect(table?.columns.map((column) => column.type.name).join(' ')).toBe(
    'int4 int8 numeric bool date timestamp timestamptz uuid text',
  );
  expect(table?.columns.some((column) => column.notNull)).toBe(false);
});
