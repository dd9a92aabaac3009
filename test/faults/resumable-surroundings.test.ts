/** Around a resumable load: the disk is full; the input grows, shrinks or fails in the middle. */
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { data, endOf } from '../support/faulted-load.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';
import { judgeResumed, startResumable } from '../support/resumed-load.js';
import { until } from '../support/until.js';

const bench = loadBench();
const LIMIT_MS = 60_000;

/** Serves the file under an ETag; while it is broken, only the first half. */
async function startSource(): Promise<{ readonly url: string; readonly mend: () => void }> {
  let isBroken = true;
  const server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = from > 0 ? { 'Content-Range': `bytes ${from}-${data.length - 1}/${data.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { ETag: '"one"', 'Content-Length': data.length - from, ...range });
    if (!isBroken) response.end(data.slice(from));
    else response.write(data.slice(from, Math.max(from, data.length / 2)), () => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/data.csv`, mend: () => (isBroken = false) };
}

describe.each([1, 2])('--jobs %i', (lanes) => {
  test('the disk of the reject files is full, and then is not', async () => {
    const load = await startResumable({ url: bench.url, lanes, fileBlocks: 1 });
    const { exitCode, summary } = await judgeResumed(load, 'full disk');
    expect([exitCode, summary?.error?.code]).toEqual([1, 'OUTPUT_FAILED']);
  });

  test.each([
    ['grows', (path: string) => appendFile(path, '7,late,1\n')],
    ['shrinks', (path: string) => truncate(path, 1_000_000)],
  ] as const)(
    'the input %s: it is refused, until it is again what it was',
    async (what, change) => {
      const proxy = await startProxy(bench.url, { kind: 'slow', bytesPerSecond: 3e6 });
      const flags = ['--fingerprint', 'sha256'];
      const load = await startResumable({ url: bench.url, via: proxy.url, lanes, flags });
      await until(() => proxy.mostBytes() > 500_000);
      const path = join(load.folder, 'data.csv');
      await change(path);
      const first = await endOf(load);
      expect(first.exitCode, first.stderr).toBe(5);
      const refused = await endOf(load.again());
      expect([refused.exitCode, refused.stderr]).toEqual([
        5,
        expect.stringMatching(/is not what run \d+ began to load/),
      ]);
      await writeFile(path, data);
      const { exitCode } = await judgeResumed(load, `input ${what}`);
      expect(exitCode).toBe(5);
    },
    LIMIT_MS,
  );

  test(
    'the input breaks off, and is whole again',
    async () => {
      const source = await startSource();
      const load = await startResumable({ url: bench.url, lanes, input: source.url });
      const first = await endOf(load);
      expect([first.exitCode, first.stderr]).toEqual([5, expect.stringContaining('SOURCE_UNREADABLE')]);
      source.mend();
      await judgeResumed(load, 'input breaks off');
    },
    LIMIT_MS,
  );
});
