/** Any input to clean CSV or NDJSON, streaming, at the head of a pipe as well as at its end. */
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { tempFolder } from '../support/temp-folder.js';

/** Converts standard input. */
async function convert(stdin: string | Buffer, ...args: readonly string[]): Promise<CliResult> {
  return sluice(['convert', '-', ...args], { cwd: await tempFolder(), stdin });
}

/** Converts files of a folder of its own, all of them in order. */
async function convertFiles(
  files: Readonly<Record<string, string | Buffer>>,
  ...args: readonly string[]
): Promise<CliResult & { readonly folder: string }> {
  const folder = await folderOf(files);
  return { ...(await sluice(['convert', ...Object.keys(files), ...args], { cwd: folder })), folder };
}

/** The summary, which goes to stderr where the data is on stdout. */
function summaryIn({ stderr }: Pick<CliResult, 'stderr'>): RunSummary {
  const line = stderr.split('\n').find((one) => one.startsWith('{"command"'));
  return JSON.parse(line ?? 'null') as RunSummary;
}

describe('CSV', () => {
  const csv = 'id,name,note\n1,"O""Brien, Ann",\n2,,""\n3,"two\nlines",#x\n';

  test('to NDJSON: NULL and the empty text stay two', async () => {
    const { exitCode, stdout } = await convert(csv, '--to', 'ndjson');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        '{"id":"1","name":"O\\"Brien, Ann","note":null}',
        '{"id":"2","name":null,"note":""}',
        '{"id":"3","name":"two\\nlines","note":"#x"}',
        '',
      ].join('\n'),
    );
  });

  test('to NDJSON and back is the same', async () => {
    const { stdout: ndjson } = await convert(csv, '--to', 'ndjson');
    expect((await convert(ndjson, '--to', 'csv')).stdout).toBe(csv);
  });

  test('of any dialect to CSV and TSV', async () => {
    const odd = '# made by a machine\na;b\r\n\'x;y\';NULL\r\n1;"q"\r\n';
    const flags = ['--delimiter', ';', '--quote', "'", '--comment', '#', '--null', 'NULL'];
    expect((await convert(odd, '--to', 'csv', ...flags)).stdout).toBe('a,b\nx;y,\n1,"""q"""\n');
    expect((await convert(odd, '--to', 'tsv', ...flags)).stdout).toBe('a\tb\nx;y\t\n1\t"""q"""\n');
  });

  test('a header only, with nothing after it', async () => {
    expect(await convert('a,b\n', '--to', 'csv')).toMatchObject({ exitCode: 0, stdout: 'a,b\n' });
    expect(await convert('a,b\n', '--to', 'ndjson')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('without a header', async () => {
    const { stdout } = await convert('1,x\n2,y\n', '--to', 'ndjson', '--no-header', '--delimiter', ',');
    expect(stdout).toBe('{"column_1":"1","column_2":"x"}\n{"column_1":"2","column_2":"y"}\n');
  });

  test('numbers and booleans become such where a type says so', async () => {
    const text = 'id,big,ok,zip\n1,12345678901234567890.50,t,01234\n2,x,false,\n';
    const types = ['--type', 'id=int', '--type', 'big=numeric', '--type', 'ok=boolean'];
    const { stdout } = await convert(text, '--to', 'ndjson', ...types);
    expect(stdout).toBe(
      '{"id":1,"big":12345678901234567890.50,"ok":true,"zip":"01234"}\n{"id":2,"big":"x","ok":false,"zip":null}\n',
    );
  });

  test('--infer-types finds them, from standard input too', async () => {
    const { exitCode, stdout } = await convert(
      'id,zip,ok\n1,01234,true\n2,00000,\n',
      '--to',
      'ndjson',
      '--infer-types',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toBe('{"id":1,"zip":"01234","ok":true}\n{"id":2,"zip":"00000","ok":null}\n');
  });

  test('a type for a column that is not there is refused', async () => {
    const { exitCode, stderr } = await convert('id\n1\n', '--to', 'ndjson', '--type', 'idd=int');
    expect([exitCode, stderr.includes('Did you mean id?')]).toEqual([2, true]);
  });
});

describe('JSON', () => {
  const records = '{"a": 1, "b": "x,y", "c": {"d": [1, 2]}}\n{"c": null, "a": 1e400, "e": "late"}\n';

  test('to CSV: the keys of all records', async () => {
    const { exitCode, stdout, stderr } = await convert(records, '--to', 'csv');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('a,b,c,e\n1,"x,y","{""d"": [1, 2]}",\n1e400,,,late\n');
  });

  test('to NDJSON: values stay what they are', async () => {
    const { stdout } = await convert(records, '--to', 'ndjson');
    expect(stdout).toBe('{"a":1,"b":"x,y","c":{"d":[1,2]},"e":null}\n{"a":1e400,"b":null,"c":null,"e":"late"}\n');
  });

  test('an array, flattened', async () => {
    const { stdout } = await convert('[{"a":{"b":1,"c":"x"}},{"a":{"c":"y"}}]', '--to', 'csv', '--flatten');
    expect(stdout).toBe('a_b,a_c\n1,x\n,y\n');
  });

  test('one array to NDJSON and back', async () => {
    const { stdout } = await convert('{"d":[{"a":"1"},{"a":null},{"a":""}]}', '--select', 'd', '--to', 'ndjson');
    expect(stdout).toBe('{"a":"1"}\n{"a":null}\n{"a":""}\n');
    expect((await convert(stdout, '--to', 'ndjson')).stdout).toBe(stdout);
  });
});

describe('random tables', () => {
  const cell = fc.option(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: fc.constantFrom(...'",\n\r\t;# \\.'), maxLength: 5 }),
      fc.constantFrom('', 'NULL', '007', '1e5', 'true', '{"a":1}', '\ufeff'),
    ),
  );
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 12 }));

  test('CSV → NDJSON → CSV is the same, and says what csv says', async () => {
    const property = fc.asyncProperty(table, async (rows) => {
      const clean = rows.map((row) => row.map((value) => value?.replaceAll('\0', '') ?? null));
      const width = rows[0]?.length ?? 1;
      const names = Array.from({ length: width }, (_, index) => `c${index}`);
      // In a file of one column a blank line is no record, so NULL can't be told from an empty text.
      const told = width === 1 ? clean.map(([value]) => [value ?? '']) : clean;
      const ndjson = told.map((row) => JSON.stringify(Object.fromEntries(row.map((v, i) => [names[i], v]))));
      const flags = ['--format', 'csv', '--delimiter', ',', '--quote', '"', '--comment', 'none', '--header', '1'];
      const csv = [names, ...told].map((row) => `${row.map(csvField).join(',')}\n`).join('');
      const first = await convert(csv, '--to', 'ndjson', ...flags);
      expect([first.exitCode, first.stdout]).toEqual([0, ndjson.map((line) => `${line}\n`).join('')]);
      if (told.length === 0) return;
      const second = await convert(first.stdout, '--to', 'csv', '--format', 'ndjson');
      const third = await convert(second.stdout, '--to', 'ndjson', ...flags);
      expect(third.stdout).toBe(first.stdout);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  function csvField(value: string | null): string {
    if (value === null) return '';
    return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  }
});

describe('several files', () => {
  test('have one header, in the order of the first', async () => {
    const { exitCode, stdout } = await convertFiles({ 'a.csv': 'a,b\n1,2\n', 'b.csv': 'b,a\n4,3\n' }, '--to', 'csv');
    expect([exitCode, stdout]).toEqual([0, 'a,b\n1,2\n3,4\n']);
  });

  test('--jobs does not mix them up', async () => {
    const text = (name: string): string =>
      `n,i\n${Array.from({ length: 40_000 }, (_, i) => `${name},${i}\n`).join('')}`;
    const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.csv`, text(name)]));
    const { stdout } = await convertFiles(files, '--to', 'csv', '--jobs', '3');
    expect(stdout === `n,i\n${['a', 'b', 'c'].map((name) => text(name).slice(4)).join('')}`).toBe(true);
  });

  test('that differ are refused, and nothing is written', async () => {
    const { exitCode, stdout, folder } = await convertFiles(
      { 'a.csv': 'a\n1\n', 'b.csv': 'b\n1\n' },
      '--to',
      'csv',
      '-o',
      'out.csv',
    );
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(await readdir(folder)).toEqual(['a.csv', 'b.csv']);
  });

  test('CSV and JSON', async () => {
    const { exitCode, stdout, stderr } = await convertFiles(
      { 'a.csv': 'a,b\n1,x\n', 'b.ndjson': '{"b":"y"}\n{"a":3}\n' },
      '--to',
      'ndjson',
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('{"a":"1","b":"x"}\n{"a":null,"b":"y"}\n{"a":"3","b":null}\n');
  });
});

describe('-o', () => {
  test('is whole or not there; what is printed is about the run', async () => {
    const { exitCode, stdout, stderr, folder } = await convertFiles(
      { 'a.csv': 'a\n1\n' },
      '--to',
      'ndjson',
      '-o',
      'out.ndjson',
    );
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('converted 1 record');
    expect(await readFile(join(folder, 'out.ndjson'), 'utf8')).toBe('{"a":"1"}\n');
    expect((await readdir(folder)).toSorted()).toEqual(['a.csv', 'out.ndjson']);
  });

  test('may name the input itself', async () => {
    const folder = await folderOf({ 'a.csv': 'a;b\n1;2\n' });
    const args = ['convert', 'a.csv', '--to', 'csv', '--delimiter', ';', '-o', 'a.csv'];
    expect((await sluice(args, { cwd: folder })).exitCode).toBe(0);
    expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe('a,b\n1,2\n');
  });

  test('of a run with too many rejects leaves the file as it was', async () => {
    const folder = await folderOf({ 'a.csv': 'a,b\n1,2\n3\n', 'out.csv': 'old' });
    const { exitCode } = await sluice(['convert', 'a.csv', '--to', 'csv', '-o', 'out.csv'], { cwd: folder });
    expect(exitCode).toBe(4);
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('old');
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('in a folder that is not there', async () => {
    const { exitCode, stderr } = await convertFiles({ 'a.csv': 'a\n1\n' }, '--to', 'csv', '-o', 'no/out.csv');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/no\/out\.csv can't be written: ENOENT.*OUTPUT_FAILED/);
  });
});

describe('rejects', () => {
  test('within the budget leave the rest, and are in their files', async () => {
    const { exitCode, stdout, folder } = await convertFiles(
      { 'a.csv': 'a,b\n1,2\n3\n4,5\n' },
      '--to',
      'csv',
      '--max-errors',
      '1',
    );
    expect([exitCode, stdout]).toEqual([3, 'a,b\n1,2\n4,5\n']);
    expect(await readFile(join(folder, 'a.rejects.csv'), 'utf8')).toBe('a,b\n3\n');
  });

  test.each([
    [[], 4, undefined],
    [['--bad-bytes', 'replace'], 0, 'a,b\n1,caf\ufffd\n'],
    [['--bad-bytes', 'strip'], 0, 'a,b\n1,caf\n'],
  ])('bytes that are no UTF-8 with %j', async (flags, expected, output) => {
    const { exitCode, stdout } = await convert(Buffer.from('a,b\n1,caf\xe9\n', 'latin1'), '--to', 'csv', ...flags);
    expect(exitCode).toBe(expected);
    if (output !== undefined) expect(stdout).toBe(output);
  });
});

describe('the summary', () => {
  test('--json goes to stderr where the data goes to stdout', async () => {
    const result = await convert('a\n1\n', '--to', 'csv', '--json');
    expect(result.stdout).toBe('a\n1\n');
    expect(summaryIn(result)).toMatchObject({
      command: 'convert',
      outcome: 'converted',
      counts: { read: 1, loaded: 1, rejected: 0, rolledBack: 0 },
      sources: [{ name: '-', records: 1, loaded: 1 }],
    });
  });

  test('and to stdout where the data does not', async () => {
    const { stdout } = await convertFiles({ 'a.csv': 'a\n1\n' }, '--to', 'csv', '-o', 'b.csv', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'converted' });
  });
});

describe('a reader that goes away', () => {
  const command = `'${process.execPath}' '${resolve('bin/sluice.js')}'`;

  /** Runs a shell command in a folder with 100 MB of CSV. */
  async function shell(script: string): Promise<{ stdout: string; stderr: string }> {
    const folder = await tempFolder();
    await writeFile(join(folder, 'big.csv'), `a\n${`${'x'.repeat(999)}\n`.repeat(100_000)}`);
    return promisify(execFile)('sh', ['-c', script], { cwd: folder });
  }

  test('(| head) ends it with 0 and without a word of failure, and not all is read', async () => {
    const { stdout, stderr } = await shell(
      `{ ${command} convert big.csv --to ndjson --json; echo "code $?" >&2; } | head -c 10`,
    );
    expect(stdout).toBe('{"a":"xxxx');
    expect(stderr).toMatch(/code 0\n$/);
    expect(stderr).not.toMatch(/EPIPE|failed|at .*\.js:/);
    const summary = summaryIn({ stderr });
    expect(summary).toMatchObject({ outcome: 'converted', stoppedEarly: true, error: null });
    expect(summary.counts.read).toBeLessThan(50_000);
  });

  test('before the first byte', async () => {
    const { stderr } = await shell(`{ ${command} convert big.csv --to csv; echo "code $?" >&2; } | exec true`);
    expect(stderr).toMatch(/code 0\n$/);
  });

  test('a full disk is a failure', async () => {
    const { stderr } = await shell(`${command} convert big.csv --to csv > /dev/full; echo "code $?" >&2`);
    expect(stderr).toMatch(/Standard output can't be written: ENOSPC[^]*OUTPUT_FAILED[^]*code 1\n$/);
  });
});
