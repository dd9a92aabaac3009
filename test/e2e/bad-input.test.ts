/** Bad input gets a clear message and the right exit code, and nothing is lost or half done. */
import { chmod, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { startSluice } from '../support/child.js';
import { sluice } from '../support/cli.js';
import { loadBench } from '../support/load-bench.js';
import { seededBytes } from '../support/seeded.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();

describe('the file', () => {
  test('is missing', async () => {
    const result = await sluice(['load', 'no.csv', '--db', bench.url], { cwd: await tempFolder() });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toMatch(/no\.csv does not exist.*SOURCE_UNREADABLE/);
  });

  test('is missing, and no database is asked for it', async () => {
    const db = 'postgres://nobody@127.0.0.1:1/none';
    const result = await sluice(['load', 'no.csv', '--db', db], { cwd: await tempFolder() });
    expect(result.exitCode).toBe(5);
  });

  test('is a folder', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'data.csv'));
    const result = await sluice(['load', 'data.csv', '--db', bench.url], { cwd: folder });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain('data.csv is a folder, not a file.');
  });

  test.skipIf(process.getuid?.() === 0)('may not be read', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'data.csv'), 'a\n1\n');
    await chmod(join(folder, 'data.csv'), 0);
    const result = await sluice(['load', 'data.csv', '--db', bench.url], { cwd: folder });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain('data.csv may not be read by this user');
  });

  test('has a name that would steer the terminal', async () => {
    const result = await sluice(['load', '\u001b[2Jx.csv', '--db', bench.url], { cwd: await tempFolder() });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).not.toContain('\u001b');
  });

  test.each([
    ['no bytes', ''],
    ['a byte order mark', '\ufeff'],
    ['blank lines', '\n\r\n\n'],
  ])('is empty: %s', async (_, text) => {
    const { exitCode, stderr } = await bench.load(text, ['--table', 'empty', '--create']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('data.csv is empty: there is not even a header. (SOURCE_EMPTY)');
    expect(await bench.sql(`select to_regclass('empty') as found`)).toEqual([{ found: null }]);
  });

  test('is empty, on standard input', async () => {
    const args = ['load', '-', '--table', 'empty', '--create', '--db', bench.url];
    const result = await sluice(args, { cwd: await tempFolder(), stdin: '' });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain('SOURCE_EMPTY');
  });

  test('holds a header only: a new table of text columns', async () => {
    const { exitCode, summary } = await bench.load('a,b', ['--table', 'header_only', '--create']);
    expect([exitCode, summary.outcome, summary.counts.read]).toEqual([0, 'loaded', 0]);
    expect(await bench.sql('select count(*)::int from header_only')).toEqual([{ count: 0 }]);
  });

  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004\u0014\0'), seededBytes(2000, 1)]);
  test.each<[string, Buffer, RegExp]>([
    [
      'random bytes',
      Buffer.concat([Buffer.from([0x80, 0, 0xfe]), seededBytes(100_000, 2)]),
      /is not CSV: .*NUL byte|is not UTF-8/,
    ],
    ['random bytes without a line end', Buffer.alloc(5000, 0x9d), /is not UTF-8/],
    [
      'half of gzip',
      gzipSync(`a,b\n${seededBytes(900, 3).toString('hex')}\n`).subarray(0, 500),
      /gzip.*SOURCE_CORRUPT/,
    ],
    ['half of a zip archive', zip, /is not a valid zip archive.*SOURCE_CORRUPT/],
    ['gzip of gzip of random bytes', gzipSync(gzipSync(seededBytes(1000, 4))), /NUL byte|is not UTF-8/],
    [
      'random bytes below a line of text',
      Buffer.concat([Buffer.from('"a\n'), seededBytes(1000, 6)]),
      /is not UTF-8: line 2.*\n {2}This looks like a binary file/,
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('a,b\n1,2\n', 'utf16le'),
      /is not UTF-8.*utf-16le.*\n {2}.*--encoding utf-16le/,
    ],
    ['a program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0'), seededBytes(500, 5)]), /NUL byte|is not UTF-8/],
    ['Latin-1', Buffer.from('caf\xe9,b\n1,2\n', 'latin1'), /is not UTF-8.*\n {2}.*--encoding windows-1252/],
  ])('is no CSV: %s', async (_, bytes, message) => {
    const { exitCode, stderr } = await bench.load(bytes, ['--table', 'junk', '--create']);
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(message);
    expect(await bench.sql(`select to_regclass('junk') as found`)).toEqual([{ found: null }]);
  });

  test('names a column twice', async () => {
    const { exitCode, stderr } = await bench.load('id,name,id\n1,2,3\n', ['--table', 'twice', '--create']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The header of data.csv names "id" twice (columns 1 and 3). (HEADER_INVALID)');
  });

  test('has a header with a quote that is never closed', async () => {
    const { exitCode, stderr } = await bench.load('id,"name\n1,2\n', ['--table', 'open', '--create']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/first line of data\.csv .*HEADER_INVALID/);
  });
});

describe('10,000 columns', () => {
  const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',');
  const text = `${wide}\n${'1,'.repeat(9999)}1\n`;

  test('are too many for a new table', async () => {
    const { exitCode, stderr } = await bench.load(text, ['--table', 'wide', '--create']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/10,?000 columns.*TABLE_UNSUITABLE/);
    expect(await bench.sql(`select to_regclass('wide') as found`)).toEqual([{ found: null }]);
  });

  test('do not meet those of a table', async () => {
    await bench.sql('create table narrow (c1 int, other int)');
    const { exitCode, stderr } = await bench.load(text, ['--table', 'narrow']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('COLUMN_MISMATCH');
    expect(stderr).toContain('9989 more');
    expect(stderr.length).toBeLessThan(2000);
  });

  test('do not fit by position either', async () => {
    const { exitCode, stderr } = await bench.load(text, ['--table', 'narrow', '--no-header']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The file has 10000 columns, and public.narrow has 2 to fill. (COLUMN_MISMATCH)');
  });
});

describe('the table', () => {
  test('does not exist: the nearest name and --create', async () => {
    await bench.sql('create table customers (a int)');
    const { exitCode, stderr } = await bench.load('a\n1\n', ['--table', 'custmers']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/has no table custmers\. \(TABLE_MISSING\)\n {2}.*--create.*Did you mean customers\?/);
  });

  test('is a sequence', async () => {
    await bench.sql('create sequence counter');
    const { exitCode, stderr } = await bench.load('a\n1\n', ['--table', 'counter']);
    expect([exitCode, stderr.includes('TABLE_UNSUITABLE')]).toEqual([2, true]);
  });

  test('has other columns: both lists and the nearest names', async () => {
    await bench.sql('create table people (id int, surname text not null, mail text)');
    const { exitCode, stderr, folder } = await bench.load('id,surnam,phone\n1,x,2\n', ['--table', 'people']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no column of the table matches surnam \(nearest: surname\) and phone.* of the file/);
    expect(stderr).toContain('nothing in the file fills surname (NOT NULL without a default)');
    expect(stderr).toContain('--map surnam=surname');
    expect(await readdir(folder)).toEqual(['data.csv']);
  });

  test('has a NOT NULL column that nothing fills', async () => {
    const { exitCode, stderr } = await bench.load('id\n1\n', ['--table', 'people']);
    expect([exitCode, stderr.includes('nothing in the file fills surname')]).toEqual([2, true]);
  });

  test('has a generated column that the file would fill', async () => {
    await bench.sql('create table sums (a int, b int generated always as (a * 2) stored)');
    const refused = await bench.load('a,b\n1,2\n', ['--table', 'sums']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/generated b itself.*COLUMN_MISMATCH\)\n {2}.*--ignore-columns b/);
    const loaded = await bench.load('a,b\n1,2\n', ['--table', 'sums', '--ignore-columns', 'b']);
    expect([loaded.exitCode, await bench.sql('select * from sums')]).toEqual([0, [{ a: 1, b: 2 }]]);
  });
});

describe('the command line', () => {
  test.each([
    [['--tabel', 'x'], /unknown option '--tabel'[^]*--table/],
    [['--max-errors', 'many'], /--max-errors: takes .*"many" is none/],
    [['--max-errors', '-1'], /--max-errors/],
    [['--max-errors', '101%'], /--max-errors: takes/],
    [['--delimiter', '\n'], /--delimiter: takes characters that are no line end.*\\n/],
    [['--quote', '\r'], /--quote: takes characters that are no line end/],
    [['--delimiter', ',', '--quote', ','], /--delimiter and --quote are the same/],
    [['--header', 'many'], /--header: takes how many lines/],
    [['--jobs', '0'], /--jobs: takes a whole number from 1/],
    [['--format', 'xml'], /--format.*csv, ndjson, json/],
    [['--encoding', 'klingon'], /klingon/],
    [['--add-column', 'b'], /--add-column: takes name=@file/],
    [['--max-record-bytes', '0'], /--max-record-bytes: takes/],
    [['--max-record-bytes', '2g'], /--max-record-bytes: takes/],
    [['--map', 'a'], /--map: takes file_column=table_column/],
    [['--map', 'zz=a'], /--map: the file has no column zz/],
    [['--ignore-columns', 'zz'], /--ignore-columns: the file has no column zz/],
    [['--table', 'a.b.c'], /can't be read as a table name/],
    [['--table', ''], /can't be read as a table name/],
    [['--log-level', 'loud'], /loud/],
    [['--table'], /argument missing/],
    [['--db', 'mysql://x/y'], /USAGE/],
    [['--db', ''], /--db/],
  ])('%j is wrong', async (args, message) => {
    await bench.sql('create table if not exists flags (a int)');
    const table = args.includes('--table') ? [] : ['--table', 'flags'];
    const { exitCode, stderr } = await bench.load('a\n1\n', [...table, ...args]);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
    expect(await bench.sql('select count(*)::int from flags')).toEqual([{ count: 0 }]);
  });

  test('an unknown command', async () => {
    const { exitCode, stderr } = await sluice(['laod', 'x.csv'], { cwd: await tempFolder() });
    expect(stderr).toMatch(/unknown command 'laod'[^]*load/);
    expect(exitCode).toBe(2);
  });

  test('no command at all', async () => {
    const { exitCode, stderr } = await sluice([], { cwd: await tempFolder() });
    expect([exitCode, stderr.includes('Usage: sluice')]).toEqual([2, true]);
  });
});

describe('a line that does not end', () => {
  const MEGABYTE = Buffer.alloc(1 << 20, 'x');

  function* line(head: string, megabytes: number, tail: string): Generator<Buffer> {
    yield Buffer.from(head);
    for (let count = 0; count < megabytes; count++) yield MEGABYTE;
    yield Buffer.from(tail);
  }

  test('1 GB of it as the header, on standard input', async () => {
    const child = startSluice(['load', '-', '--table', 'endless', '--create', '--db', bench.url], {
      cwd: await tempFolder(),
    });
    Readable.from(line('', 1024, ''))
      .on('error', () => undefined)
      .pipe(child.process.stdin);
    const { exitCode, stderr } = await child.ended;
    expect(stderr).toMatch(/HEADER_INVALID/);
    expect(exitCode).toBe(2);
  }, 30_000);

  test('1 GB of it as a record, on standard input: one reject, and the records around it are read', async () => {
    const folder = await tempFolder();
    await bench.sql('create table long_record (a int, b text)');
    const args = ['load', '-', '--table', 'long_record', '--db', bench.url, '--max-errors', '1', '--json'];
    const child = startSluice(args, { cwd: folder });
    Readable.from(line('a,b\n1,y\n2,', 1024, '\n3,z\n'))
      .on('error', () => undefined)
      .pipe(child.process.stdin);
    const { exitCode, stdout, stderr } = await child.ended;
    expect(stderr).toMatch(/stdin:3: longer than 16777216 bytes/);
    expect(exitCode).toBe(3);
    const summary = JSON.parse(stdout) as RunSummary;
    expect(summary.counts).toMatchObject({ read: 3, loaded: 2, rejected: 1 });
    expect(summary.peakMemoryBytes).toBeLessThan(300e6);
  }, 30_000);

  test('300 MB of it in a file, after a stray quote: the lines after it are read', async () => {
    const folder = await tempFolder();
    await bench.sql('create table stray (a int, b text)');
    const file = await open(join(folder, 'data.csv'), 'w');
    for (const chunk of line('a,b\n1,"y\n2,', 300, '\n3,z\n')) await file.write(chunk);
    await file.close();
    const args = [
      'load',
      'data.csv',
      '--table',
      'stray',
      '--db',
      bench.url,
      '--quote',
      '"',
      '--max-errors',
      '2',
      '--json',
    ];
    const { exitCode, stdout } = await startSluice(args, { cwd: folder }).ended;
    const summary = JSON.parse(stdout) as RunSummary;
    expect([exitCode, summary.counts]).toMatchObject([3, { read: 3, loaded: 1, rejected: 2 }]);
    expect(summary.peakMemoryBytes).toBeLessThan(300e6);
  }, 30_000);
});
