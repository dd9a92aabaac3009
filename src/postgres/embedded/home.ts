import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '../../errors/sluice-error.js';
import { chooseServerUser, mayEnter, type ServerUser } from './server-user.js';

/** Where one embedded server keeps what it has. All paths are absolute. */
export interface Home {
  /** The folder of all the others. */
  readonly folder: string;
  /** PostgreSQL's own data folder. It exists only when it is complete. */
  readonly data: string;
  /** What the server says. */
  readonly log: string;
  /** The superuser's password, readable by the server's account only. */
  readonly password: string;
  /** Holds the files of {@link withFolderLock}. */
  readonly locks: string;
  /** Holds the files of {@link Leases}. */
  readonly leases: string;
  /** The account that the server runs as; null: our own. */
  readonly user: ServerUser | null;
}

/**
 * Finds the home of a folder's server, and makes it on first use. That is the folder itself, except when we are root
 * and the server's account may not enter it (below `/root`, say): then it is a folder below `/var/lib/sluice`, and
 * the folder holds a file `location` that names it.
 *
 * @param folder - The `.sluice` folder; made, with a `.gitignore` for all in it, when it is missing.
 * @throws SluiceError EMBEDDED_FAILED when the folder belongs to another user.
 */
export async function openHome(folder: string): Promise<Home> {
  const user = await chooseServerUser();
  await makeFolder(folder, user);
  await assertOurs(folder);
  await writeOnce(join(folder, '.gitignore'), '*\n');
  const place = await locate(await realpath(folder), user);
  const home = layOut(place, user);
  await makeFolder(home.locks, null);
  await makeFolder(home.leases, null);
  return home;
}

function layOut(folder: string, user: ServerUser | null): Home {
  return {
    folder,
    data: join(folder, 'data'),
    log: join(folder, 'server.log'),
    password: join(folder, 'password'),
    locks: join(folder, 'locks'),
    leases: join(folder, 'leases'),
    user,
  };
}

/** A server's own account must be able to pass through the folder, though not to list it, whatever our umask. */
async function makeFolder(folder: string, user: ServerUser | null): Promise<void> {
  const isNew = await unlessThere(mkdir(folder));
  if (isNew) await chmod(folder, user ? 0o711 : 0o700);
}

/** To use another's folder would let them lead our writes astray, or us lock them out of it. */
async function assertOurs(folder: string): Promise<void> {
  const { uid } = await lstat(folder);
  const self = process.getuid?.() ?? uid;
  if (uid === self) return;
  throw new SluiceError('EMBEDDED_FAILED', `The folder ${folder} belongs to another user (id ${uid}).`, {
    hint: 'Run as that user or in another folder, or name your own database with --db.',
  });
}

async function locate(folder: string, user: ServerUser | null): Promise<string> {
  if (user === null) return folder;
  const pointer = join(folder, 'location');
  const known = await readFile(pointer, 'utf8').catch(() => null);
  if (known === null && (await mayEnter(user, folder))) return folder;
  const place = known?.trim() ?? (await makeSystemFolder(folder, user));
  if (!isSystemFolder(place)) {
    throw new SluiceError('EMBEDDED_FAILED', `The file ${pointer} does not name a folder of Sluice.`, {
      hint: 'Remove the file.',
    });
  }
  await makeFolder(place, user);
  await assertOurs(place);
  await writeOnce(pointer, `${place}\n`);
  return place;
}

const systemFolders = ['/var/lib/sluice', '/var/tmp/sluice'] as const;

function isSystemFolder(place: string): boolean {
  return systemFolders.some(
    (parent) => place.startsWith(`${parent}/`) && /^[0-9a-f]{16}$/.test(place.slice(parent.length + 1)),
  );
}

/** Below the first of the two parents that can be made: the root file system may be read-only. */
async function makeSystemFolder(folder: string, user: ServerUser): Promise<string> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const [first, second] = systemFolders;
  const parent = await makeFolder(first, user).then(
    () => first,
    () => second,
  );
  await makeFolder(parent, user);
  await assertOurs(parent);
  return join(parent, name);
}

async function writeOnce(file: string, text: string): Promise<void> {
  await unlessThere(writeFile(file, text, { flag: 'wx' }));
}

/** Answers false when what was to be made is there already. */
async function unlessThere(making: Promise<void>): Promise<boolean> {
  return making.then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    },
  );
}
