import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Leases } from '../../../../src/postgres/embedded/leases.js';
import { tempFolder } from '../../../support/temp-folder.js';

test('living runs count, each once', async () => {
  const leases = new Leases(await tempFolder());
  const [first, second] = [await leases.take(), await leases.take()];
  expect(await leases.read()).toEqual({ runs: 2, pinned: false });
  await leases.giveBack(first);
  await leases.giveBack(first);
  expect(await leases.read()).toEqual({ runs: 1, pinned: false });
  await leases.giveBack(second);
  expect(await leases.read()).toEqual({ runs: 0, pinned: false });
});

test('killed runs do not, and what they left is removed', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, '999999999.1.aaaaaaaaaaaa'), '');
  await writeFile(join(folder, `${process.pid}.1.aaaaaaaaaaaa`), '');
  expect(await new Leases(folder).read()).toEqual({ runs: 0, pinned: false });
  expect(await readdir(folder)).toEqual([]);
});

test('a pin stays until it is taken back', async () => {
  const leases = new Leases(await tempFolder());
  await leases.pin();
  await leases.pin();
  expect(await leases.read()).toEqual({ runs: 0, pinned: true });
  await leases.unpin();
  await leases.unpin();
  expect(await leases.read()).toEqual({ runs: 0, pinned: false });
});
