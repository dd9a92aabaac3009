import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeDatabase } from '../../../../src/postgres/connection/label.js';
import { type ConnectionSettings, resolveSettings } from '../../../../src/postgres/connection/settings.js';
import { tempFolder } from '../../../support/temp-folder.js';

const notices: string[] = [];

async function resolve(db: string | undefined, env: NodeJS.ProcessEnv = {}): Promise<ConnectionSettings> {
  const sources = { db, env: { HOME: '/nowhere', ...env }, notify: (line: string) => notices.push(line) };
  const settings = await resolveSettings(sources);
  if (settings === null) throw new Error('Nothing names a database.');
  return settings;
}

const label = async (db: string | undefined, env?: NodeJS.ProcessEnv): Promise<string> =>
  describeDatabase(await resolve(db, env));

describe('what names a database', () => {
  test.each([
    [{}],
    [{ PGUSER: 'ana', PGPASSWORD: 'secret', PGSSLMODE: 'require', PGOPTIONS: '-c a=b' }],
    [{ DATABASE_URL: '', PGHOST: '' }],
  ])('%o names none', async (env) => {
    expect(await resolveSettings({ env, notify: () => undefined })).toBeNull();
  });

  test.each([
    [{ PGHOST: 'h' }],
    [{ PGHOSTADDR: '10.0.0.1' }],
    [{ PGPORT: '5433' }],
    [{ PGDATABASE: 'd' }],
    [{ DATABASE_URL: 'postgres:///d' }],
  ])('%o names one', async (env) => {
    expect(await resolveSettings({ env: { HOME: '/nowhere', ...env }, notify: () => undefined })).not.toBeNull();
  });

  test('--db goes before DATABASE_URL, which goes before PGHOST', async () => {
    const env = { DATABASE_URL: 'postgres://u@second/d', PGHOST: 'third', PGUSER: 'u', PGDATABASE: 'd' };
    expect(await label('postgres://u@first/d', env)).toBe('first:5432/d as u');
    expect(await label(undefined, env)).toBe('second:5432/d as u');
    expect(await label(undefined, { ...env, DATABASE_URL: '' })).toBe('third:5432/d as u');
  });

  test('an empty --db is a mistake, not a way to say nothing', async () => {
    await expect(resolve('', { DATABASE_URL: 'postgres://h/d' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('what is left open', () => {
  test('comes from the environment', async () => {
    const env = { PGUSER: 'ana', PGPASSWORD: 'secret', PGPORT: '6000', PGAPPNAME: 'job', PGCONNECT_TIMEOUT: '3' };
    const settings = await resolve('postgres://h/d', env);
    expect(settings).toMatchObject({ user: 'ana', database: 'd', applicationName: 'job', timeoutSeconds: 3 });
    expect(settings.endpoints).toEqual([{ host: 'h', address: null, port: 6000, password: 'secret' }]);
  });

  test('else from the defaults', async () => {
    const settings = await resolve('postgres://ana@h');
    expect(settings).toMatchObject({ database: 'ana', timeoutSeconds: 15, options: null, targetSession: 'any' });
    expect(settings.tls.map((tls) => tls && tls.rejectUnauthorized)).toEqual([false, false]);
  });

  test('session settings are sent as options, with blanks escaped', async () => {
    const env = { PGOPTIONS: '-c search_path=a', PGTZ: 'Europe/Paris', PGDATESTYLE: 'SQL, DMY' };
    const { options } = await resolve('postgres://h/d', env);
    expect(options).toBe('-c search_path=a -c TimeZone=Europe/Paris -c DateStyle=SQL,\\ DMY');
  });

  test.each([
    ['1', 2],
    ['0', 0],
    ['-5', 0],
    ['30', 30],
  ])('a connect timeout of %s is %i seconds', async (text, seconds) => {
    expect((await resolve('postgres://h/d', { PGCONNECT_TIMEOUT: text })).timeoutSeconds).toBe(seconds);
  });
});

describe('several hosts', () => {
  test('each has its port', async () => {
    expect(await label('postgres://u@a:1,b:2,[::1]/d')).toBe('a:1,b:2,[::1]:5432/d as u');
    expect(await label('postgres://u@a,b/d?port=7')).toBe('a:7,b:7/d as u');
  });

  test('each has its password', async () => {
    const home = await tempFolder();
    await writeFile(join(home, '.pgpass'), '*:1:*:u:one\n*:2:*:u:two\n', { mode: 0o600 });
    const { endpoints } = await resolve('postgres://u@a:1,b:2/d', { HOME: home });
    expect(endpoints.map(({ password }) => password)).toEqual(['one', 'two']);
  });
});

describe('services', () => {
  const definition = '# ours\n[other]\nhost=o\n[shop]\n  host = s\nport=7\n\n#user=x\nuser=sam\ndbname=d\n[last]\n';

  test('fill what the string leaves open, before the environment does', async () => {
    const home = await tempFolder();
    await writeFile(join(home, '.pg_service.conf'), definition);
    const env = { HOME: home, PGUSER: 'ana', PGDATABASE: 'e', PGSERVICE: 'shop' };
    expect(await label(undefined, env)).toBe('s:7/d as sam');
    expect(await label('postgres:///own?service=shop', env)).toBe('s:7/own as sam');
    expect(await label('service=shop user=eve', env)).toBe('s:7/d as eve');
  });

  test('are looked for in PGSERVICEFILE, and in the folder of the machine', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'pg_service.conf'), definition);
    expect(await label('service=shop', { PGSERVICEFILE: join(folder, 'pg_service.conf') })).toBe('s:7/d as sam');
    expect(await label('service=shop', { PGSYSCONFDIR: folder })).toBe('s:7/d as sam');
  });

  test('a service that nobody defines, and a line that is none', async () => {
    const home = await tempFolder();
    await writeFile(join(home, '.pg_service.conf'), '[a]\nhost=h\nnonsense\n');
    await expect(resolve('service=shop', { HOME: home })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(resolve('service=a', { HOME: home })).rejects.toThrow(/^Line 3 of the service file .* is not/);
  });
});

describe('what is refused', () => {
  test.each([
    ['postgres://h/d?schema=public', 'unknown connection parameter "schema"'],
    ['postgres://h/d?%1b[2J=1', 'unknown connection parameter "\\x1b[2J"'],
    ['postgres://h/d?sslmode=secret', 'asks for a value of "sslmode"'],
    ['postgres://h/d?channel_binding=require', 'asks for a value of "channel_binding"'],
    ['postgres://h/d?sslcrl=/x', 'asks for a value of "sslcrl"'],
    ['postgres://h:99999/d', 'port is not a number'],
    ['postgres://h/d?connect_timeout=soon', 'connect timeout is not a whole number'],
  ])('%s', async (db, message) => {
    const refusal = resolve(db);
    await expect(refusal).rejects.toMatchObject({ code: 'USAGE' });
    await expect(refusal).rejects.toThrow(message);
  });

  test('a variable of the environment too', async () => {
    await expect(resolve('postgres://h/d', { PGSSLMODE: 'maybe' })).rejects.toThrow('The environment asks for');
  });
});

describe('sslmode', () => {
  const tlsOf = async (db: string, home = '/nowhere') => (await resolve(db, { HOME: home })).tls;

  test.each([
    ['disable', [false]],
    ['allow', [false, { rejectUnauthorized: false }]],
    ['prefer', [{ rejectUnauthorized: false }, false]],
    ['require', [{ rejectUnauthorized: false }]],
    ['verify-ca', [{ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) as unknown }]],
    ['verify-full', [{ rejectUnauthorized: true }]],
  ])('%s', async (mode, expected) => {
    expect(await tlsOf(`postgres://h/d?sslmode=${mode}`)).toMatchObject(expected);
  });

  test('verify-full checks the name of the host', async () => {
    const [tls] = await tlsOf('postgres://h/d?sslmode=verify-full');
    expect(tls).not.toHaveProperty('checkServerIdentity');
  });

  test('certificates in the home folder are used, and make require check', async () => {
    const home = await tempFolder();
    await mkdir(join(home, '.postgresql'));
    for (const name of ['root.crt', 'postgresql.crt', 'postgresql.key']) {
      await writeFile(join(home, '.postgresql', name), name);
    }
    const [tls] = await tlsOf('postgres://h/d?sslmode=require&ssl_min_protocol_version=TLSv1.3', home);
    expect(tls).toMatchObject({
      rejectUnauthorized: true,
      ca: Buffer.from('root.crt'),
      cert: Buffer.from('postgresql.crt'),
      key: Buffer.from('postgresql.key'),
      minVersion: 'TLSv1.3',
    });
  });

  test('a file that is named must be there', async () => {
    await expect(tlsOf('postgres://h/d?sslrootcert=/nowhere/ca.pem')).rejects.toThrow('/nowhere/ca.pem');
    const [tls] = await tlsOf('postgres://h/d?sslrootcert=system&sslmode=verify-full');
    expect(tls).toEqual({ rejectUnauthorized: true });
  });
});

describe('labels', () => {
  test('hold no password and nothing that a terminal obeys', async () => {
    expect(await label('postgres://a%1bna:secret@h/d%0a')).toBe('h:5432/d\\n as a\\x1bna');
    expect(await label('postgres://u@%2Ftmp/d')).toBe('/tmp:5432/d as u');
  });
});

test('a password file that others may read is passed over, with a notice', async () => {
  const home = await tempFolder();
  const file = join(home, '.pgpass');
  await writeFile(file, '*:*:*:*:secret\n');
  await chmod(file, 0o644);
  expect((await resolve('postgres://u@h/d', { HOME: home })).endpoints[0].password).toBeNull();
  expect(notices).toEqual([expect.stringContaining(`${file} is ignored`)]);
  await chmod(file, 0o600);
  expect((await resolve('postgres://u@h/d', { HOME: home })).endpoints[0].password).toBe('secret');
});
