import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseServerUser, mayEnter } from '../../../../src/postgres/embedded/server-user.js';
import { tempFolder } from '../../../support/temp-folder.js';

test('only root lends the server another account', async () => {
  const user = await chooseServerUser();
  if (process.getuid?.() !== 0) expect(user).toBeNull();
  else expect(user?.uid).toBeGreaterThan(0);
});

test.each([
  [0o700, { owner: true, group: false, other: false }],
  [0o710, { owner: true, group: true, other: false }],
  [0o711, { owner: true, group: true, other: true }],
  [0o601, { owner: false, group: false, other: true }],
])('who may enter a folder of mode %o', async (mode, expected) => {
  const outer = await tempFolder();
  await chmod(outer, 0o711);
  const folder = join(outer, 'inner');
  await mkdir(folder);
  const { uid, gid } = await stat(folder);
  await chmod(folder, mode);
  expect({
    owner: await mayEnter({ uid, gid: gid + 1 }, folder),
    group: await mayEnter({ uid: uid + 1, gid }, folder),
    other: await mayEnter({ uid: uid + 1, gid: gid + 1 }, folder),
  }).toEqual(expected);
  await chmod(folder, 0o700);
});

test('a closed folder further up shuts out too', async () => {
  const outer = await tempFolder();
  const inner = join(outer, 'inner');
  await mkdir(inner);
  await chmod(inner, 0o777);
  const { uid, gid } = await stat(outer);
  expect(await mayEnter({ uid: uid + 1, gid: gid + 1 }, inner)).toBe(false);
});
