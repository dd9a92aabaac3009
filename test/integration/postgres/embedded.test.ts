import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { mayEnter } from '../../../src/postgres/embedded/server-user.js';
import { findPostmaster } from '../../../src/postgres/embedded/postmaster.js';
import {
  type EmbeddedLease,
  embeddedStatus,
  pinEmbedded,
  startEmbedded,
  stopEmbedded,
} from '../../../src/postgres/embedded/server.js';
import { query } from '../../support/database.js';
import { installEmbedded, spawnEmbedded } from '../../support/embedded-child.js';

const leases: EmbeddedLease[] = [];

afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.release();
});

async function start(folder: string, notices: string[] = []): Promise<EmbeddedLease> {
  const lease = await startEmbedded({ folder, onNotice: (line) => notices.push(line) });
  leases.push(lease);
  return lease;
}

/** A folder whose server is stopped, and which is removed, when the test has ended. */
async function sluiceFolder(name = '.sluice'): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  await chmod(parent, 0o755);
  const folder = join(parent, name);
  onTestFinished(async () => {
    await stopEmbedded(folder);
    const elsewhere = await readFile(join(folder, 'location'), 'utf8').catch(() => '');
    for (const place of [parent, elsewhere.trim()]) await rm(place, { recursive: true, force: true });
  });
  return folder;
}

const pidOf = async (folder: string): Promise<number | undefined> => (await findPostmaster(join(folder, 'data')))?.pid;

describe('one folder, from its first use to the next', () => {
  test('is set up once, shared, stopped by the last, pinned, and survives what is killed', async () => {
    const folder = await sluiceFolder();
    const notices: string[] = [];

    const [first, second] = await Promise.all([start(folder, notices), start(folder, notices)]);
    expect(notices).toEqual([expect.stringMatching(/^setting up PostgreSQL \d+\.\d+ in .*\.sluice \(once\)$/)]);
    expect(second.url).toBe(first.url);
    await query(first.url, 'CREATE TABLE t AS SELECT 1 AS a');
    expect(await query(second.url, 'SELECT a, inet_server_port() > 0 AS tcp FROM t')).toEqual([{ a: 1, tcp: true }]);

    const pid = await pidOf(folder);
    await first.release();
    await first.release();
    expect(await pidOf(folder)).toBe(pid);
    expect(await embeddedStatus(folder)).toEqual({ running: true, runs: 1, pinned: false });
    await second.release();
    expect(await embeddedStatus(folder)).toEqual({ running: false, runs: 0, pinned: false });

    const again = await start(folder, notices);
    expect(again.url).toBe(first.url);
    await pinEmbedded(folder);
    await again.release();
    expect(await embeddedStatus(folder)).toEqual({ running: true, runs: 0, pinned: true });
    expect(await query(again.url, 'SELECT a FROM t')).toEqual([{ a: 1 }]);

    process.kill((await pidOf(folder)) ?? 0, 'SIGKILL');
    while ((await pidOf(folder)) !== undefined) await sleep(5);
    const recovered = await start(folder, notices);
    expect(notices.slice(1)).toEqual([expect.stringContaining('not shut down properly')]);
    expect(await query(recovered.url, 'SELECT a FROM t')).toEqual([{ a: 1 }]);

    expect(await stopEmbedded(folder)).toEqual({ running: true, runs: 1, pinned: false });
    await recovered.release();
    expect(await embeddedStatus(folder)).toEqual({ running: false, runs: 0, pinned: false });
  });

  test('keeps its secrets to itself, and itself out of git', async () => {
    const folder = await sluiceFolder();
    const { url } = await start(folder);
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
    for (const [name, mode] of [
      ['data', 0o700],
      ['run', 0o700],
      ['password', 0o600],
      ['server.log', 0o600],
    ] as const) {
      expect((await stat(join(folder, name))).mode & 0o777, name).toBe(mode);
    }
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const asked = ['fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses', 'TimeZone'];
    const settings = await query(url, 'SELECT current_setting(name) AS value FROM unnest($1::text[]) name', [asked]);
    expect(settings.map(({ value }) => value)).toEqual(['on', 'on', 'on', '127.0.0.1', 'UTC']);
  });
});

describe('processes of their own', () => {
  test('share a server that outlives the one that started it and was killed', async () => {
    const folder = await sluiceFolder();
    const root = await mkdtemp(join(tmpdir(), 'sluice-test-'));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    await installEmbedded(root, 'link');

    const [one, two] = await Promise.all([spawnEmbedded(root, folder), spawnEmbedded(root, folder)]);
    expect(two.url).toBe(one.url);
    const pid = await pidOf(folder);
    for (const child of [one, two]) {
      child.process.kill('SIGKILL');
      await once(child.process, 'exit');
    }
    const lease = await start(folder);
    expect(await pidOf(folder)).toBe(pid);
    expect(await embeddedStatus(folder)).toMatchObject({ runs: 1 });
    await lease.release();
    expect(await pidOf(folder)).toBeUndefined();
  });
});

describe('difficult places', () => {
  test('a path too long for a socket', async () => {
    const folder = await sluiceFolder('x'.repeat(100));
    const { url } = await start(folder);
    const [{ folders }] = await query(url, `SELECT current_setting('unix_socket_directories') AS folders`);
    const socketFolder = String(folders).replaceAll('"', '');
    expect(socketFolder.length).toBeLessThan(80);
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700);
    await leases.splice(0)[0].release();
    await expect(lstat(socketFolder)).rejects.toThrow('ENOENT');

    await writeFile(join(folder, 'data', 'PG_VERSION'), '9.6\n');
    await expect(start(folder)).rejects.toMatchObject({
      code: 'EMBEDDED_FAILED',
      message: expect.stringMatching(/could not be started in .*: /) as string,
    });
    expect(await embeddedStatus(folder)).toMatchObject({ running: false, runs: 0 });
  });

  test('an interrupted start leaves neither a server nor half a data folder', async () => {
    const folder = await sluiceFolder();
    const controller = new AbortController();
    const onNotice = (): void => void sleep(100).then(() => controller.abort(new Error('interrupted')));
    await expect(startEmbedded({ folder, signal: controller.signal, onNotice })).rejects.toThrow('interrupted');
    expect(await embeddedStatus(folder)).toEqual({ running: false, runs: 0, pinned: false });
    expect(await readdir(folder)).not.toContain('data');
  });

  test('no folder, no server; to ask makes none', async () => {
    const folder = join(tmpdir(), 'sluice-test-none');
    expect(await embeddedStatus(folder)).toEqual({ running: false, runs: 0, pinned: false });
    expect(await stopEmbedded(folder)).toEqual({ running: false, runs: 0, pinned: false });
    await expect(lstat(folder)).rejects.toThrow('ENOENT');
  });
});

/** Root can become another user, and then the programs of this checkout must be in that user's reach. */
describe.runIf(process.getuid?.() === 0)('as root', () => {
  const nobody = { uid: 65_534, gid: 65_534 };

  test('a folder that the server may not enter has its home elsewhere', async () => {
    const folder = await sluiceFolder();
    await chmod(join(folder, '..'), 0o700);
    const { url } = await start(folder);
    const place = (await readFile(join(folder, 'location'), 'utf8')).trim();
    expect(place).toMatch(/^\/var\/(?:lib|tmp)\/sluice\/[0-9a-f]{16}$/);
    expect(await query(url, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
    await expect(stat(join(folder, 'data'))).rejects.toThrow('ENOENT');
    expect((await start(folder)).url).toBe(url);
  });

  test("another user's folder is left alone", async () => {
    const folder = await sluiceFolder();
    await startEmbedded({ folder, signal: AbortSignal.abort(new Error('not now')) }).catch(() => undefined);
    await chown(folder, nobody.uid, nobody.gid);
    await expect(startEmbedded({ folder })).rejects.toMatchObject({
      code: 'EMBEDDED_FAILED',
      message: expect.stringContaining('belongs to another user') as string,
    });
    await chown(folder, 0, 0);
  });

  test('a plain user has all in the folder, programs too where their links could not be made', async ({ skip }) => {
    if (!(await mayEnter(nobody, process.execPath.replace(/\/[^/]+$/, '')))) skip('nobody may not run node here');
    const root = await mkdtemp(join(tmpdir(), 'sluice-test-'));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    await installEmbedded(root, 'copy');
    await mkdir(join(root, 'work'));
    await chown(join(root, 'work'), nobody.uid, nobody.gid);
    const folder = join(root, 'work', '.sluice');
    const child = await spawnEmbedded(root, folder, { uid: nobody.uid });
    expect(await query(child.url, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
    expect(await readdir(folder)).toContain('data');
    expect((await readdir(folder)).some((name) => name.startsWith('postgresql-'))).toBe(true);
    expect((await stat(join(folder, 'data'))).uid).toBe(nobody.uid);
    await child.finish();
    expect(await findPostmaster(join(folder, 'data'))).toBeNull();
  });
});
