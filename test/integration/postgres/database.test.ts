import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectClient } from '../../../src/postgres/client.js';
import { resolveSettings } from '../../../src/postgres/connection/settings.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { databaseError } from '../../../src/postgres/errors.js';
import { readSession } from '../../../src/postgres/session.js';
import { runStatements } from '../../../src/postgres/statements.js';
import { createTestDatabase, query, type TestDatabase } from '../../support/database.js';

let own: TestDatabase;

beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());

async function open(db: string, env: NodeJS.ProcessEnv = {}, signal?: AbortSignal): Promise<Database> {
  const database = await openDatabase({ db, env: { HOME: '/nowhere', ...env }, cwd: '/nowhere', signal });
  onTestFinished(() => database.close());
  return database;
}

async function settingsOf(db: string) {
  const settings = await resolveSettings({ db, env: { HOME: '/nowhere' }, notify: () => undefined });
  if (settings === null) throw new Error('No settings.');
  return settings;
}

/** The same database through other parameters, for messages that differ. */
const changed = (change: (url: string) => string): string => change(own.url);

describe('a connection', () => {
  test('is named, speaks UTF-8, and leaves DateStyle and TimeZone to the server and the user', async () => {
    const database = await open(own.url, { PGTZ: 'Asia/Kolkata', PGDATESTYLE: 'SQL, DMY' });
    expect(database.embedded).toBe(false);
    const client = await database.connect();
    const { rows } = await client.query(
      "SELECT current_setting('client_encoding') e, current_setting('application_name') a",
    );
    expect(rows).toEqual([{ e: 'UTF8', a: 'sluice' }]);
    expect(await readSession(client)).toEqual({ timeZone: 'Asia/Kolkata', dateOrder: 'DMY' });
  });

  test('has the application name that it asked for, unless the user named one', async () => {
    const shown = async (database: Database): Promise<unknown> => {
      const client = await database.connect('sluice lane 1');
      return (await client.query<{ a: string }>("SELECT current_setting('application_name') a")).rows[0].a;
    };
    expect(await shown(await open(own.url))).toBe('sluice lane 1');
    expect(await shown(await open(own.url, { PGAPPNAME: 'nightly' }))).toBe('nightly');
  });

  test('ends with the database object, idle or not', async () => {
    const database = await open(own.url);
    const [idle, busy] = [await database.connect('ends'), await database.connect('ends')];
    const query = busy.query('SELECT pg_sleep(60)').catch(databaseError);
    await database.close();
    expect(await query).toMatchObject({ code: 'DATABASE_LOST' });
    await expect(idle.query('SELECT 1')).rejects.toThrow();
    await database.close();
  });

  test('that the server ends while it is idle shows at the next query', async () => {
    const client = await (await open(own.url)).connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = new Promise((resolve) => client.once('end', resolve));
    await query(own.url, 'SELECT pg_terminate_backend($1)', [rows[0].pid]);
    await ended;
    const error = await client.query('SELECT 1').catch(databaseError);
    expect(error).toMatchObject({ code: 'DATABASE_LOST', exitCode: 6 });
  });

  test('goes to the first host that answers', async () => {
    const { endpoints, ...settings } = await settingsOf(own.url);
    const closed = { host: '127.0.0.1', address: '127.0.0.1', port: 1, password: null };
    const client = await connectClient({ ...settings, endpoints: [closed, ...endpoints], targetSession: 'primary' });
    expect((await client.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
    await client.end();
  });

  test('to a server that must take writes is not one that takes none', async () => {
    const settings = await settingsOf(own.url);
    const options = '-c default_transaction_read_only=on';
    await expect(connectClient({ ...settings, options, targetSession: 'read-write' })).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('the server is not read-write') as string,
    });
  });
});

describe('no connection', () => {
  test('to a database that is not there', async () => {
    const database = await open(changed((url) => url.replace(/\/sluice_test_\w+/, '/nowhere')));
    await expect(database.connect()).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('there is no database "nowhere"') as string,
    });
  });

  test('as a user who is not there', async () => {
    const { endpoints, ...settings } = await settingsOf(own.url);
    const strangers = endpoints.map((endpoint) => ({ ...endpoint, password: 'hunter2' }));
    const attempt = connectClient({ ...settings, endpoints: strangers, user: 'stranger' });
    await expect(attempt).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    await expect(attempt).rejects.toThrow('the server turned away user "stranger"');
    await expect(attempt).rejects.not.toThrow('hunter2');
  });

  test('where nobody listens', async () => {
    const database = await open('postgres://ana:hunter2@127.0.0.1:1/shop');
    expect(database.label).toBe('127.0.0.1:1/shop as ana');
    await expect(database.connect()).rejects.toThrow(
      "Can't connect to the database at 127.0.0.1:1: the connection was",
    );
  });

  test('where nobody answers, once the time is over or the signal says so', async () => {
    const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const url = `postgres://ana@127.0.0.1:${(silent.address() as AddressInfo).port}/shop`;
    await expect((await open(`${url}?connect_timeout=2`)).connect()).rejects.toThrow('no answer within 2 seconds');
    await expect((await open(url, {}, AbortSignal.timeout(50))).connect()).rejects.toThrow('aborted due to timeout');
  });

  test('by TLS to a server without it', async () => {
    const settings = await settingsOf(own.url);
    const tls = [{ rejectUnauthorized: true }];
    const plain = createServer((socket) => socket.once('data', () => socket.write('N'))).listen(0, '127.0.0.1');
    onTestFinished(() => void plain.close());
    await once(plain, 'listening');
    const endpoint = { host: '127.0.0.1', address: null, port: (plain.address() as AddressInfo).port, password: null };
    await expect(connectClient({ ...settings, endpoints: [endpoint], tls })).rejects.toThrow('the server has no TLS');
  });
});

describe('statements', () => {
  test('return their rows as text, or their command tag', async () => {
    const client = await (await open(own.url)).connect();
    const results = await runStatements(
      client,
      `CREATE TEMP TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (2, NULL); SELECT *, a > 1 AS c,
       12345678901234567890.10 AS d, '{"k":1}'::jsonb AS e FROM t; SET search_path TO public`,
    );
    expect(results.map(({ tag }) => tag)).toEqual(['CREATE TABLE', 'INSERT 0 2', 'SELECT 2', 'SET']);
    expect(results[2].columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'a number',
      'b text',
      'c boolean',
      'd number',
      'e json',
    ]);
    expect(results[2].rows).toEqual([
      ['1', 'x', 'f', '12345678901234567890.10', '{"k": 1}'],
      ['2', null, 't', '12345678901234567890.10', '{"k": 1}'],
    ]);
  });

  test('that Postgres refuses say why', async () => {
    const client = await (await open(own.url)).connect();
    await expect(runStatements(client, 'SELEC 1')).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
      message: 'Postgres refused: syntax error at or near "SELEC" (SQLSTATE 42601).',
    });
  });
});
