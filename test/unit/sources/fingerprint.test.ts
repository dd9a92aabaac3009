import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { isSameFingerprint, type Fingerprint, type FingerprintKind } from '../../../src/schema/fingerprint.js';
import { fileFingerprint } from '../../../src/sources/file-fingerprint.js';
import { openFile } from '../../../src/sources/file-source.js';
import { openSources, type OpenedSource } from '../../../src/sources/open-sources.js';
import { openArchive } from '../../../src/sources/zip/zip-archive.js';
import type { SeekableSource } from '../../../src/sources/zip/archive-file.js';
import { tempFolder } from '../../support/temp-folder.js';

const fixtures = join(import.meta.dirname, '../../../fixtures/containers');
const KIB = 1024;
const END_BYTES = 64 * KIB;
const modified = new Date(1_700_000_000_125);

const sha256 = (...parts: Buffer[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('hex');

/** A file of these bytes, last changed at a fixed time. */
async function fileOf(bytes: Buffer, name = 'data.csv'): Promise<{ folder: string; path: string }> {
  const folder = await tempFolder();
  const path = join(folder, name);
  await writeFile(path, bytes);
  await utimes(path, modified, modified);
  return { folder, path };
}

/** The fingerprint of a file of these bytes, through whatever its name and content call for. */
async function fingerprintOf(bytes: Buffer, kind: FingerprintKind, name = 'data.csv'): Promise<Fingerprint | null> {
  const { folder } = await fileOf(bytes, name);
  return closing(await openAll(name, folder), ({ source }) => source.fingerprint(kind));
}

function openAll(name: string, cwd: string, stdin: Buffer = Buffer.alloc(0)): Promise<OpenedSource[]> {
  const signal = new AbortController().signal;
  const encoding = null;
  return openSources(name, { cwd, stdin: Readable.from([stdin]), signal, encoding, notice: () => undefined });
}

async function closing<Value>(all: OpenedSource[], work: (first: OpenedSource) => Promise<Value>): Promise<Value> {
  try {
    return await work(all[0]);
  } finally {
    for (const { source } of all) await source.close();
  }
}

/** Text that is nowhere the same. */
function textOf(length: number): Buffer {
  const lines = Array.from({ length: Math.ceil(length / 8) }, (_, index) => `${1_000_000 + index}\n`);
  return Buffer.from(lines.join('')).subarray(0, length);
}

describe('the fingerprint of a file', () => {
  test.each([
    ['of nothing', 0],
    ['of a byte', 1],
    ['of less than its ends', END_BYTES - 1],
    ['of one end', END_BYTES],
    ['whose ends overlap', END_BYTES + 1],
    ['of both ends', 2 * END_BYTES],
    ['of more than its ends', 2 * END_BYTES + 1],
    ['of much more', 3_000_001],
  ])('%s', async (_, size) => {
    const bytes = textOf(size);
    const ends = [bytes.subarray(0, END_BYTES), bytes.subarray(Math.max(END_BYTES, size - END_BYTES))];
    const { folder } = await fileOf(bytes);
    const source = await openFile('data.csv', folder);
    expect(await source.fingerprint('quick')).toEqual({
      size,
      modifiedMs: modified.getTime(),
      hash: `ends:${sha256(...ends)}`,
    });
    expect(await source.fingerprint('sha256')).toEqual({ size, modifiedMs: null, hash: `sha256:${sha256(bytes)}` });
    await source.close();
  });

  test.each([
    ['its first byte', 0, true],
    ['the last of its first 64 KiB', END_BYTES - 1, true],
    ['its middle', 100 * KIB, false],
    ['the first of its last 64 KiB', 136 * KIB, true],
    ['its last byte', 200 * KIB - 1, true],
  ])('tells a change of %s', async (_, at, isSeenQuickly) => {
    const bytes = textOf(200 * KIB);
    const changed = Buffer.from(bytes);
    changed[at] ^= 1;
    const differs = async (kind: FingerprintKind): Promise<boolean> => {
      const [before, after] = [await fingerprintOf(bytes, kind), await fingerprintOf(changed, kind)];
      return before === null || after === null || !isSameFingerprint(before, after);
    };
    expect([await differs('quick'), await differs('sha256')]).toEqual([isSeenQuickly, true]);
  });

  test('tells a change of its time, in whole milliseconds, unless all its bytes are looked at', async () => {
    const bytes = textOf(10);
    const { folder, path } = await fileOf(bytes);
    const taken: (Fingerprint | null)[] = [];
    for (const seconds of [1_700_000_000.1232, 1_700_000_000.1238, 1_700_000_000.5]) {
      await utimes(path, seconds, seconds);
      const source = await openFile('data.csv', folder);
      taken.push(await source.fingerprint('quick'), await source.fingerprint('sha256'));
      await source.close();
    }
    expect(taken.map((one) => one?.modifiedMs)).toEqual([
      1_700_000_000_123,
      null,
      1_700_000_000_123,
      null,
      1_700_000_000_500,
      null,
    ]);
    expect(new Set(taken.map((one) => one?.hash)).size).toBe(2);
  });

  test('reads no byte twice, and none but the ends', async () => {
    const read: [number, number][] = [];
    const readAt = (target: Buffer, at: number): Promise<number> => {
      read.push([at, at + target.length]);
      return Promise.resolve(target.length);
    };
    for (const size of [0, 100 * KIB, 10 * 1024 * KIB]) {
      await fileFingerprint('quick', { stats: { size, mtimeMs: 1.9 }, readAt });
    }
    expect(read).toEqual([
      [0, END_BYTES],
      [END_BYTES, 100 * KIB],
      [0, END_BYTES],
      [10 * 1024 * KIB - END_BYTES, 10 * 1024 * KIB],
    ]);
  });

  test('can be taken while the file is read', async () => {
    const bytes = textOf(3_000_000);
    const { folder } = await fileOf(bytes);
    const source = await openFile('data.csv', folder);
    const [read, fingerprint] = await Promise.all([text(source.read()), source.fingerprint('sha256')]);
    expect(read).toBe(bytes.toString());
    expect(fingerprint?.hash).toBe(`sha256:${sha256(bytes)}`);
    await source.close();
  });

  test.each(['quick', 'sha256'] as const)(
    'of one that has changed since it was opened is an error: %s',
    async (kind) => {
      const { folder, path } = await fileOf(textOf(1000));
      const source = await openFile('data.csv', folder);
      await writeFile(path, textOf(900));
      await expect(source.fingerprint(kind)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
      await source.close();
    },
  );

  test('of one that changes while it is read is an error', async () => {
    const { folder, path } = await fileOf(textOf(5_000_000));
    const source = await openFile('data.csv', folder);
    const stream = source.read();
    // What reads it keeps it open.
    await stream[Symbol.asyncIterator]().next();
    const file = await open(path, 'r+');
    await file.truncate(10);
    await file.close();
    await expect(source.fingerprint('sha256')).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    stream.destroy();
    await source.close();
  });
});

describe('what wraps a source has its fingerprint', () => {
  test('decompressed: of the bytes as they are stored', async () => {
    const stored = gzipSync(textOf(1000));
    expect(await fingerprintOf(stored, 'sha256', 'data.csv.gz')).toMatchObject({
      size: stored.length,
      hash: `sha256:${sha256(stored)}`,
    });
    const other = gzipSync(textOf(1000), { level: 0 });
    expect((await fingerprintOf(other, 'quick', 'data.csv.gz'))?.hash).toBe(`ends:${sha256(other)}`);
  });

  test('decoded', async () => {
    const stored = Buffer.from('\ufeffa,ü\n', 'utf16le');
    expect((await fingerprintOf(stored, 'sha256'))?.hash).toBe(`sha256:${sha256(stored)}`);
  });

  test('an entry: that of the archive, taken once for all entries', async () => {
    const bytes = readFileSync(join(fixtures, 'orders.zip'));
    const archive = (await openFile('orders.zip', fixtures)) as SeekableSource;
    const taking = vi.spyOn(archive, 'fingerprint');
    const entries = await openArchive(archive, null);
    const taken = await Promise.all(entries.map((entry) => entry.fingerprint('sha256')));
    expect(entries.length).toBeGreaterThan(1);
    expect(new Set(taken.map((one) => one?.hash))).toEqual(new Set([`sha256:${sha256(bytes)}`]));
    expect(taking).toHaveBeenCalledTimes(1);
    expect((await entries[0].fingerprint('quick'))?.hash).toBe(`ends:${sha256(bytes)}`);
    for (const entry of entries) await entry.close();
  });

  test('a copy of what is packed', async () => {
    const stored = gzipSync(readFileSync(join(fixtures, 'orders.zip')));
    expect((await fingerprintOf(stored, 'sha256', 'orders.zip.gz'))?.hash).toBe(`sha256:${sha256(stored)}`);
  });

  test.each([
    ['plain', textOf(100)],
    ['decompressed', gzipSync(textOf(100))],
    ['an archive', readFileSync(join(fixtures, 'orders.zip'))],
  ])('of a pipe there is none: %s', async (_, bytes) => {
    const folder = await tempFolder();
    const fingerprint = await closing(await openAll('-', folder, bytes), ({ source }) => source.fingerprint('quick'));
    expect(fingerprint).toBe(null);
  });
});
