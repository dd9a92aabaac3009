/** Memory does not depend on the size of the input. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { startSluice } from '../support/child.js';
import { loadBench } from '../support/load-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();

/** Some 64 KB of rows; every tenth is bad when `withBad`. */
function rows(withBad: boolean): Buffer {
  const row = (index: number): string =>
    `${withBad && index % 10 === 0 ? 'x' : index},${'abcdefghi '.repeat(8)},1.25\n`;
  return Buffer.from(Array.from({ length: 700 }, (_, index) => row(index)).join(''));
}

/** The peak of a load of so many megabytes, in megabytes. */
async function peakOf(megabytes: number, withBad: boolean): Promise<number> {
  await bench.sql('drop table if exists sized; create unlogged table sized (id int, note text, n numeric(5,2))');
  const args = ['load', '-', '--table', 'sized', '--max-errors', '100%', '--db', bench.url, '--json'];
  const child = startSluice(args, { cwd: await tempFolder() });
  const block = rows(withBad);
  function* text(): Generator<Buffer> {
    yield Buffer.from('id,note,n\n');
    for (let bytes = 0; bytes < megabytes * 1e6; bytes += block.length) yield block;
  }
  Readable.from(text()).pipe(child.process.stdin);
  const { exitCode, stdout, stderr } = await child.ended;
  expect(exitCode, stderr).toBe(withBad ? 3 : 0);
  return (JSON.parse(stdout) as RunSummary).peakMemoryBytes / 1e6;
}

test.each([
  ['clean', false],
  ['one record in ten bad', true],
])('ten times the data, the same peak: %s', async (_, withBad) => {
  const small = await peakOf(12, withBad);
  const large = await peakOf(120, withBad);
  expect(large).toBeLessThan(200);
  expect(large / small).toBeLessThan(1.5);
  expect(large - small).toBeLessThan(60);
});
