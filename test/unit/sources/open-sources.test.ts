import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test, vi } from 'vitest';
import { openSources, type OpenedSource, type OpenOptions } from '../../../src/sources/open-sources.js';
import { bytesOf, cut } from '../../support/sources.js';
import { tempFolder } from '../../support/temp-folder.js';

const fixtures = join(import.meta.dirname, '../../../fixtures/containers');
const fixture = (name: string): Buffer => readFileSync(join(fixtures, name));
const text = fixture('orders.csv').toString();

interface Given extends Partial<Omit<OpenOptions, 'stdin'>> {
  readonly stdin?: Buffer;
  readonly chunkSize?: number;
}

function open(
  name: string,
  { stdin = Buffer.alloc(0), chunkSize = 64 * 1024, ...given }: Given = {},
): Promise<OpenedSource[]> {
  return openSources(name, {
    cwd: fixtures,
    stdin: Readable.from(cut(stdin, chunkSize), { objectMode: false }),
    signal: new AbortController().signal,
    encoding: null,
    notice: () => undefined,
    ...given,
  });
}

/** Opens an input, reads all of it, and closes it. */
async function read(
  name: string,
  given: Given = {},
): Promise<{ name: string; containers: readonly string[]; encoding: string; text: string }[]> {
  const results = [];
  for (const { source, containers, encoding } of await open(name, given)) {
    results.push({ name: source.ref.name, containers, encoding, text: (await bytesOf(source)).toString() });
    await source.assertUnchanged();
    await source.close();
  }
  return results;
}

const failing = (code: string, message: RegExp | string): unknown =>
  expect.objectContaining({
    code,
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
  });

describe('a file', () => {
  test('of plain text is itself, and can be read anywhere', async () => {
    const [{ source, containers, encoding }] = await open('orders.csv');
    expect([source.ref.name, source.size, containers, encoding]).toEqual(['orders.csv', text.length, [], 'utf-8']);
    const target = Buffer.alloc(10);
    expect(await source.readAt?.(target, text.length - 4)).toBe(4);
    expect((await bytesOf(source)).toString()).toBe(text);
    expect(source.position()).toBe(text.length);
    await source.close();
  });

  test.each([
    ['orders.csv.bz2', 'bzip2 data'],
    ['streams.csv.xz', 'xz data'],
    ['frames.csv.zst', 'zstd data'],
  ])('%s is unpacked by its content, and counted as it is stored', async (name, container) => {
    const [{ source, containers }] = await open(name);
    expect([source.ref.name, source.size, source.repeatable, containers]).toEqual([
      name,
      fixture(name).length,
      true,
      [container],
    ]);
    for (let round = 0; round < 3; round++) expect((await bytesOf(source)).toString()).toBe(text);
    expect(source.position()).toBe(source.size);
    await source.close();
  });

  test('is unpacked as often as it was packed, and not by its name', async () => {
    const cwd = await tempFolder();
    await writeFile(join(cwd, 'twice.txt'), gzipSync(gzipSync(text)));
    await writeFile(join(cwd, 'x.csv.BR.gz'), gzipSync(brotliCompressSync(text)));
    await writeFile(join(cwd, 'plain.csv.gz'), text);
    expect(await read('twice.txt', { cwd })).toMatchObject([{ text, containers: ['gzip data', 'gzip data'] }]);
    expect(await read('x.csv.BR.gz', { cwd })).toMatchObject([{ text, containers: ['gzip data', 'brotli data'] }]);
    expect(await read('plain.csv.gz', { cwd })).toMatchObject([{ text, containers: [] }]);
  });

  test('packed too often is refused', async () => {
    const cwd = await tempFolder();
    const packed = Array.from({ length: 6 }).reduce<Buffer>((inner) => gzipSync(inner), Buffer.from(text));
    await writeFile(join(cwd, 'x.gz'), packed);
    await expect(open('x.gz', { cwd })).rejects.toEqual(
      failing('SOURCE_UNREADABLE', 'x.gz is packed in more than 4 containers.'),
    );
  });

  test('of nothing is opened', async () => {
    const cwd = await tempFolder();
    await writeFile(join(cwd, 'empty.csv'), '');
    await writeFile(join(cwd, 'empty.csv.gz'), gzipSync(''));
    expect(await read('empty.csv', { cwd })).toMatchObject([{ text: '' }]);
    expect(await read('empty.csv.gz', { cwd })).toMatchObject([{ text: '' }]);
  });

  test.each([
    ['none.csv', 'none.csv does not exist.'],
    ['orders.csv/x.csv', 'orders.csv is no zip archive, so it holds no entries.'],
    ['.', /is a folder/],
  ])('%s is not opened', async (name, message) => {
    await expect(open(name)).rejects.toEqual(failing('SOURCE_UNREADABLE', message));
  });

  test.each([
    ['%PDF-1.7\n', /a PDF document, not text/],
    ['SQLite format 3\0', /an SQLite database/],
    ['\n<!DOCTYPE html><html>', /an HTML page/],
    [`${'x'.repeat(257)}ustar\0`, /a tar archive/],
    ['PAR1\x15\x04', /a Parquet file/],
  ])('that begins with %j is not text', async (content, message) => {
    const cwd = await tempFolder();
    await writeFile(join(cwd, 'x'), gzipSync(Buffer.from(content, 'latin1')));
    await expect(open('x', { cwd })).rejects.toEqual(failing('SOURCE_UNREADABLE', message));
  });

  test.each(['PAR1,PAR2\n', '<htmlx>,a\n', 'BZh9,a\n', 'LZIP,a\n', 'PK,a\n'])('%j is text', async (content) => {
    const cwd = await tempFolder();
    await writeFile(join(cwd, 'x'), content);
    expect(await read('x', { cwd })).toMatchObject([{ text: content, containers: [] }]);
  });
});

describe('standard input', () => {
  test.each([1, 7, 64 * 1024])(
    'in chunks of %i is unpacked and decoded from its head, without losing it',
    async (chunkSize) => {
      const stdin = gzipSync(iconv.encode(text, 'utf-16le', { addBOM: true }));
      expect(await read('-', { stdin, chunkSize })).toEqual([
        { name: '-', containers: ['gzip data'], encoding: 'utf-16le', text },
      ]);
      expect(await read('-', { stdin: Buffer.from(text), chunkSize })).toMatchObject([{ text, encoding: 'utf-8' }]);
    },
  );

  test('that is a zip archive is kept first', async () => {
    const notice = vi.fn();
    const opened = await read('-', { stdin: fixture('orders.zip'), notice });
    expect(opened.map(({ name }) => name)).toEqual(['stdin/a.csv', 'stdin/folder/b.csv', 'stdin/c.csv', 'stdin/é.csv']);
    expect(opened.every((entry) => entry.text === text)).toBe(true);
    expect(notice).toHaveBeenCalledWith(expect.stringContaining('temporary copy of stdin'));
  });
});

describe('a zip archive', () => {
  test('is a source for each file in it', async () => {
    const opened = await read('orders.zip');
    expect(opened.map(({ name }) => name)).toEqual(
      ['a.csv', 'folder/b.csv', 'c.csv', 'é.csv'].map((name) => `orders.zip/${name}`),
    );
    for (const entry of opened) expect(entry).toMatchObject({ text, containers: ['zip archive'] });
  });

  test('gives one entry by name, and counts its stored bytes', async () => {
    const [{ source }, ...others] = await open('./orders.zip/folder/b.csv');
    expect(others).toEqual([]);
    for (let round = 0; round < 2; round++) expect((await bytesOf(source)).toString()).toBe(text);
    expect([source.ref.name, source.size, source.position(), source.repeatable]).toEqual([
      './orders.zip/folder/b.csv',
      957,
      957,
      true,
    ]);
    await source.close();
  });

  test('may be of the 64-bit kind', async () => {
    expect(await read('zip64.zip')).toMatchObject([{ name: 'zip64.zip/a.csv', text }]);
  });

  test('in a folder whose name looks like one', async () => {
    const cwd = await tempFolder();
    await mkdir(join(cwd, 'a.zip'));
    await writeFile(join(cwd, 'a.zip/b.csv'), text);
    expect(await read('a.zip/b.csv', { cwd })).toMatchObject([{ text, containers: [] }]);
  });

  test.each([
    ['orders.zip/none.csv', 'SOURCE_UNREADABLE', 'orders.zip holds no entry "none.csv".'],
    ['encrypted.zip', 'SOURCE_UNREADABLE', "encrypted.zip/orders.csv can't be read: it is encrypted."],
    ['lzma.zip', 'SOURCE_UNREADABLE', "lzma.zip/a.csv can't be read: it is compressed with LZMA."],
    ['empty.zip', 'SOURCE_UNREADABLE', 'empty.zip holds no files.'],
    ['workbook.xlsx', 'SOURCE_UNREADABLE', 'workbook.xlsx is an Office document, not text.'],
  ])('%s: %s %s', async (name, code, message) => {
    await expect(open(name)).rejects.toEqual(failing(code, message));
  });

  test('cut off or damaged anywhere is an error, or gives the same text', async () => {
    const cwd = await tempFolder();
    const bytes = fixture('zip64.zip');
    for (let at = 4; at < bytes.length; at += 17) {
      await writeFile(join(cwd, 'x.zip'), bytes.subarray(0, at));
      await expect(read('x.zip', { cwd })).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0x10;
      await writeFile(join(cwd, 'x.zip'), damaged);
      const outcome = await read('x.zip', { cwd }).catch((error: unknown) => error);
      if (Array.isArray(outcome)) expect(outcome).toMatchObject([{ text }]);
      else expect(outcome).toMatchObject({ exitCode: 5 });
    }
  });

  test('closes its file with the last of its sources', async () => {
    const opened = await open('orders.zip');
    const [first, ...rest] = opened.map(({ source }) => source);
    for (const source of rest) await source.close();
    expect((await bytesOf(first)).toString()).toBe(text);
    await first.close();
    await first.close();
    await expect(bytesOf(first)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});

describe('the encoding', () => {
  const accented = 'id,name\n1,Café – 5 €\n';

  async function file(bytes: Buffer): Promise<string> {
    const cwd = await tempFolder();
    await writeFile(join(cwd, 'x.csv'), bytes);
    return cwd;
  }

  test.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    'is that of a byte order mark of %s, whatever is given',
    async (name) => {
      const cwd = await file(iconv.encode(accented, name, { addBOM: true }));
      for (const encoding of [null, 'koi8-r'])
        expect(await read('x.csv', { cwd, encoding })).toMatchObject([{ text: accented, encoding: name }]);
    },
  );

  test('is UTF-8 by its mark, which stays', async () => {
    const cwd = await file(Buffer.from(`\ufeff${accented}`));
    expect(await read('x.csv', { cwd, encoding: 'latin1' })).toMatchObject([
      { text: `\ufeff${accented}`, encoding: 'utf-8' },
    ]);
  });

  test('is the one that is given', async () => {
    const cwd = await file(iconv.encode(accented, 'windows-1252'));
    expect(await read('x.csv', { cwd, encoding: 'Latin1' })).toMatchObject([
      { text: accented, encoding: 'windows-1252' },
    ]);
    await expect(open('x.csv', { cwd, encoding: 'klingon' })).rejects.toEqual(
      failing('USAGE', /klingon is not an encoding/),
    );
  });

  test('is named when the text is UTF-16 without a mark', async () => {
    const cwd = await file(iconv.encode(accented, 'utf-16be', { addBOM: false }));
    await expect(open('x.csv', { cwd })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      hint: 'Pass --encoding utf-16be.',
    });
    expect(await read('x.csv', { cwd, encoding: 'utf-16be' })).toMatchObject([{ text: accented }]);
  });
});

test.each(['ftp://user:secret@host/x.csv', 'S3://bucket/secret.csv', 'file:///secret.csv'])(
  '%s is no address that is read, and is not shown',
  async (name) => {
    const scheme = name.slice(0, name.indexOf(':')).toLowerCase();
    await expect(open(name)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: `Addresses that begin with ${scheme}:// are not read, only http and https.`,
    });
    await expect(open(name)).rejects.not.toThrow('secret');
  },
);
