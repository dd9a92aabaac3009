/** A server that is slow, or silent, makes the reader wait: nothing piles up between them. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Child } from '../support/child.js';
import { startLoad } from '../support/faulted-load.js';
import { tally } from '../support/fault-tally.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy, type ProxyFault } from '../support/proxy.js';
import { query } from '../support/database.js';
import { until } from '../support/until.js';

const bench = loadBench();
const rows = Buffer.from(`1,${'n'.repeat(80)},1.25\n`.repeat(700));

interface Fed {
  readonly child: Child;
  readonly table: string;
  /** Bytes that the child has taken. */
  readonly taken: () => number;
}

/** A load whose standard input never ends. */
async function startFed(fault: ProxyFault, lanes: number): Promise<Fed & { readonly isDue: () => boolean }> {
  const { url, failed, mostBytes } = await startProxy(bench.url, fault);
  const { child, table } = await startLoad({ url: bench.url, via: url, lanes, input: '-' });
  const { stdin } = child.process;
  let bytes = 0;
  stdin.write('id,note,amount\n');
  const more = (): void => {
    for (let hasRoom = true; hasRoom && stdin.writable;) {
      hasRoom = stdin.write(rows);
      bytes += rows.length;
    }
  };
  stdin.on('drain', more);
  more();
  return { child, table, taken: () => bytes, isDue: () => failed() || mostBytes() > 8e6 };
}

/** Looks at the memory in megabytes, ten times a second. */
async function watchMemory({ process: { pid } }: Child, seconds: number): Promise<number[]> {
  const samples: number[] = [];
  for (let count = 10 * seconds; count > 0; count--) {
    await sleep(100);
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    samples.push(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
  }
  return samples;
}

/** By how much the peak of the last second is above that of the first. */
function growthOf(samples: readonly number[]): number {
  return Math.max(...samples.slice(-10)) - Math.max(...samples.slice(0, 10));
}

async function end({ child, table }: Fed, fault: string): Promise<void> {
  child.process.kill('SIGKILL');
  await child.ended;
  const [{ doubled }] = (await query(bench.url, `select count(*)::int as doubled from ${table}`)) as {
    doubled: number;
  }[];
  tally({ fault, lost: 0, doubled });
  expect(doubled).toBe(0);
}

describe.runIf(process.platform === 'linux').each([1, 2])('--jobs %i', (lanes) => {
  test('a server that has stalled: memory is flat, and nothing more is read', async () => {
    const fed = await startFed({ kind: 'stall', afterBytes: 8e6 }, lanes);
    await until(fed.isDue);
    await sleep(1500);
    const before = fed.taken();
    const samples = await watchMemory(fed.child, 3);
    expect(fed.taken()).toBe(before);
    expect(growthOf(samples)).toBeLessThan(8);
    expect(Math.max(...samples)).toBeLessThan(220);
    await end(fed, 'stalled server');
  });

  test('a server that is slower than the reader: memory does not grow', async () => {
    const fed = await startFed({ kind: 'slow', bytesPerSecond: 8e6 }, lanes);
    await until(fed.isDue);
    const samples = await watchMemory(fed.child, 5);
    expect(growthOf(samples)).toBeLessThan(12);
    expect(Math.max(...samples)).toBeLessThan(220);
    await end(fed, 'slow server');
  });
});
