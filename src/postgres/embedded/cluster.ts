import { randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '../../errors/sluice-error.js';
import { embeddedFailure } from './failure.js';
import type { Home } from './home.js';
import { runProgram } from './programs.js';
import type { ServerUser } from './server-user.js';

/** Name of the superuser and of the database that is there from the start. */
export const clusterName = 'sluice';

/**
 * Makes the data folder when there is none yet: a superuser and a database `sluice`, UTF-8, sorted by code point on
 * every machine alike. It comes to its place only when complete, so a killed run leaves nothing half done. Callers
 * hold the home's lock.
 *
 * @param native - Folder of the programs.
 * @param announce - Called before the work, which takes a second or two.
 * @throws SluiceError EMBEDDED_FAILED
 */
export async function ensureCluster(
  home: Home,
  native: string,
  announce: () => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  if ((await lstat(home.data).catch(() => null)) !== null) return;
  announce();
  const fresh = `${home.data}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await giveTo(home.user, fresh);
  await writePassword(home);
  await initialize(home, native, fresh, signal);
  await rename(fresh, home.data);
}

/** Reads the superuser's password. */
export async function readPassword(home: Home): Promise<string> {
  try {
    return (await readFile(home.password, 'utf8')).trim();
  } catch (cause) {
    throw new SluiceError('EMBEDDED_FAILED', `The file ${home.password} is missing or can't be read.`, {
      hint: `Without it the database is closed; to begin anew, remove ${home.folder} (its data goes too).`,
      cause,
    });
  }
}

async function initialize(home: Home, native: string, data: string, signal: AbortSignal | undefined): Promise<void> {
  const surroundings = { cwd: home.folder, user: home.user, signal };
  const steps = [
    { file: join(native, 'bin', 'initdb'), args: [...initdbOptions, `--pwfile=${home.password}`, '-D', data] },
    {
      file: join(native, 'bin', 'postgres'),
      args: ['--single', '-D', data, 'postgres'],
      input: `CREATE DATABASE ${clusterName}\n`,
    },
  ];
  for (const step of steps) {
    const { ok, said } = await runProgram({ ...surroundings, ...step });
    if (!ok) throw embeddedFailure(home, 'PostgreSQL could not be set up', said);
  }
}

const initdbOptions = [
  `--username=${clusterName}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  // Checksums make the first reading of a new table write all of it to the WAL: measured, 1.8 s for 0.7 s.
  '--no-data-checksums',
  '--no-instructions',
];

async function writePassword(home: Home): Promise<void> {
  await rm(home.password, { force: true });
  await writeFile(home.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  await giveTo(home.user, home.password);
}

async function giveTo(user: ServerUser | null, path: string): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}
