import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTable } from '../../../src/postgres/catalog.js';
import { typeFromName } from '../../../src/schema/type-from-name.js';
import { testDatabaseUrl } from '../../support/database.js';

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: await testDatabaseUrl() });
  await client.connect();
});
afterAll(() => client.end());

const names = [
  ...['boolean', 'bool', 'smallint', 'int2', 'integer', 'int', 'int4', 'bigint', 'int8', 'real', 'float4'],
  ...['double precision', 'float8', 'float', 'numeric', 'decimal', 'numeric(12,2)', 'decimal(5,0)', 'numeric(1000,0)'],
  ...['text', 'varchar', 'character varying', 'varchar(1)', 'character varying(10485760)', 'char(7)'],
  ...['uuid', 'date', 'time', 'time without time zone', 'timestamp', 'timestamptz', 'json'],
  ...['jsonb', 'bytea', 'timestamp with time zone', 'timestamp without time zone'],
];

test('a name means what it means to Postgres: the same type, the same limits', async () => {
  expect(names.map(typeFromName)).toEqual(await typesOf(names));
});

test('char without a length is one character long', async () => {
  expect(['char', 'character'].map(typeFromName)).toEqual(await typesOf(['char', 'character']));
});

/** What the catalog says of columns of these types. */
async function typesOf(spelled: readonly string[]): Promise<unknown> {
  const columns = spelled.map((name, index) => `c${index} ${name}`).join(', ');
  await client.query(`drop table if exists pg_temp.spelled; create temp table spelled (${columns})`);
  const table = await readTable(client, { schema: null, name: 'spelled' });
  return table?.columns.map(({ type }) => type);
}
