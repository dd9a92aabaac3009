/** The disk is full; the input grows, shrinks or fails in the middle. */
import { appendFile, truncate } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { data, judge, startLoad } from '../support/faulted-load.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';
import { until } from '../support/until.js';

const bench = loadBench();

/** Serves the first half of the file, of which it promises the whole. */
async function startFailingSource(): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': data.length });
    response.write(data.slice(0, data.length / 2), () => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.csv`;
}

describe.each([1, 2])('--jobs %i', (lanes) => {
  test('the disk of the reject files is full', async () => {
    const load = await startLoad({ url: bench.url, lanes, fileBlocks: 1 });
    const { exitCode, summary } = await judge(load, 'full disk');
    expect([exitCode, summary?.error?.code]).toEqual([1, 'OUTPUT_FAILED']);
  });

  test.each([
    ['grows', (path: string) => appendFile(path, '7,late,1\n')],
    ['shrinks', (path: string) => truncate(path, 1_000_000)],
  ] as const)('the input %s', async (what, change) => {
    const proxy = await startProxy(bench.url, { kind: 'slow', bytesPerSecond: 3e6 });
    const load = await startLoad({ url: bench.url, via: proxy.url, lanes });
    await until(() => proxy.mostBytes() > 500_000);
    await change(join(load.folder, 'data.csv'));
    const { exitCode, summary } = await judge(load, `input ${what}`);
    expect([exitCode, summary?.error?.code]).toEqual([5, 'SOURCE_CHANGED']);
  });

  test('the input breaks off', async () => {
    const load = await startLoad({ url: bench.url, lanes, input: await startFailingSource() });
    const { exitCode, summary } = await judge(load, 'input breaks off');
    expect([exitCode, summary?.error?.code]).toEqual([5, 'SOURCE_UNREADABLE']);
  });

  test('compressed standard input breaks off', async () => {
    const load = await startLoad({ url: bench.url, lanes, input: '-' });
    const gzipped = gzipSync(data);
    load.child.process.stdin.end(gzipped.subarray(0, gzipped.length / 2));
    const { exitCode, summary } = await judge(load, 'input breaks off');
    expect([exitCode, summary?.error?.code]).toEqual([5, 'SOURCE_CORRUPT']);
  });
});
