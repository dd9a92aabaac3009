import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Home } from './home.js';
import { mayEnter } from './server-user.js';

/**
 * Makes the private folder of the server's unix socket: in the home, or, as a socket's path may have no more than
 * 107 bytes, in the folder for temporary files.
 *
 * @returns null where there can be no socket: TCP has to do.
 */
export async function makeSocketFolder(home: Home): Promise<string | null> {
  if (process.platform === 'win32') return null;
  const folder = join(home.folder, 'run');
  if (!fits(folder)) return makeShortFolder(home);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await giveTo(home, folder);
  return folder;
}

/** Removes the folder again when it is one for temporary files; call when the server has stopped. */
export async function removeSocketFolder(folder: string | null): Promise<void> {
  const isShort = folder !== null && dirname(folder) === tmpdir() && basename(folder).startsWith(shortPrefix);
  if (isShort) await rm(folder, { recursive: true, force: true });
}

const shortPrefix = 'sluice-socket-';

async function makeShortFolder(home: Home): Promise<string | null> {
  const parent = tmpdir();
  const usable =
    fits(join(parent, `${shortPrefix}XXXXXX`)) && (home.user === null || (await mayEnter(home.user, parent)));
  if (!usable) return null;
  const folder = await mkdtemp(join(parent, shortPrefix));
  await giveTo(home, folder);
  return folder;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, '.s.PGSQL.65535')) <= 107;
}

async function giveTo({ user }: Home, folder: string): Promise<void> {
  if (user) await chown(folder, user.uid, user.gid);
}
