import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The account that the server runs as, when it is not our own. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account to run the server as: PostgreSQL refuses to run as root, so root lends it to `postgres` where there is
 * such a user, else to `nobody`.
 *
 * @returns null when we are not root (or on Windows): the server runs as ourselves.
 */
export async function chooseServerUser(): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return findAccount(accounts, 'postgres') ?? findAccount(accounts, 'nobody') ?? { uid: 65534, gid: 65534 };
}

/**
 * Tells whether the user may enter a folder, going by the permission bits of it and of all the folders above it.
 *
 * @param folder - An absolute path that exists.
 */
export async function mayEnter(user: ServerUser, folder: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || mayEnter(user, parent);
}

function findAccount(accounts: string, name: string): ServerUser | null {
  const line = accounts.split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? '').split(':').map(Number);
  return uid > 0 && gid > 0 ? { uid, gid } : null;
}
