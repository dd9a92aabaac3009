import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answers, countProcesses, findPostmaster } from '../../../../src/postgres/embedded/postmaster.js';
import { tempFolder } from '../../../support/temp-folder.js';

const pidFile = (pid: number): string => `${pid}\n/data\n1700000000\n5433\n/run\n127.0.0.1\n 1 2\nready   \n`;

test.each([
  ['a killed process', 999_999_999],
  ['a stranger that has the number now', process.pid],
  ['nonsense', NaN],
])('the pid file of %s is seen through', async (_of, pid) => {
  const data = await tempFolder();
  await writeFile(join(data, 'postmaster.pid'), pidFile(pid));
  const found = await findPostmaster(data);
  // Where there is no /proc, a stranger can't be told from the server; PostgreSQL's own check has to do.
  if (process.platform === 'linux' || pid !== process.pid) expect(found).toBeNull();
});

test('a server that does not answer is not there', async () => {
  const server = { pid: process.pid, ready: true };
  expect(await answers({ ...server, port: 1, socketFolder: null })).toBe(false);
  expect(await answers({ ...server, port: 1, socketFolder: await tempFolder() })).toBe(false);
});

test('no pid file, no server; no processes at work', async () => {
  const data = await tempFolder();
  expect(await findPostmaster(data)).toBeNull();
  expect(await countProcesses(data)).toBe(0);
});
