import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withFolderLock } from '../../../../src/postgres/embedded/folder-lock.js';
import { processIdentity } from '../../../../src/postgres/embedded/process-identity.js';
import { tempFolder } from '../../../support/temp-folder.js';

test('one works at a time, and all get their turn', async () => {
  const folder = await tempFolder();
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(2);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => withFolderLock(folder, undefined, work)));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('an error of the work comes through, and lets the next in', async () => {
  const folder = await tempFolder();
  const failing = withFolderLock(folder, undefined, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await withFolderLock(folder, undefined, () => Promise.resolve(1))).toBe(1);
});

test('what killed processes left is seen through and removed', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, `0-999999999.1.aaaaaaaaaaaa`), '');
  await writeFile(join(folder, `1-${process.pid}.1.aaaaaaaaaaaa`), '');
  expect(await withFolderLock(folder, undefined, () => Promise.resolve(1))).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('a living process is waited for, until the signal ends the wait', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, `1-${processIdentity() ?? ''}.aaaaaaaaaaaa`), '');
  const waiting = withFolderLock(folder, AbortSignal.timeout(50), () => Promise.resolve(1));
  await expect(waiting).rejects.toThrow('timeout');
  expect(await readdir(folder)).toHaveLength(1);
});
