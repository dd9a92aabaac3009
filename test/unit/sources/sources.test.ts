import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openFile } from '../../../src/sources/file-source.js';
import { unreadable } from '../../../src/sources/read-errors.js';
import { CHUNK_BYTES, type Source } from '../../../src/sources/source.js';
import { spool } from '../../../src/sources/spool.js';
import { STDIN_NAME, streamSource } from '../../../src/sources/stream-source.js';
import { tempFolder } from '../../support/temp-folder.js';

const never = new AbortController().signal;

const stdinSource = (stream: Readable): Source => streamSource(STDIN_NAME, stream);

/** A folder of its own for the system's temporary files. */
async function temporaryFolder(): Promise<string> {
  const temporary = join(await tempFolder(), 'tmp');
  await mkdir(temporary);
  vi.stubEnv('TMPDIR', temporary);
  return temporary;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a file', () => {
  async function open(content: string | Buffer): Promise<{ source: Source; path: string }> {
    const folder = await tempFolder();
    const path = join(folder, 'data.csv');
    await writeFile(path, content);
    return { source: await openFile('data.csv', folder), path };
  }

  test('is read from its start each time, also after a reading was broken off', async () => {
    const bytes = Buffer.alloc(1_500_000, 'abc');
    const { source } = await open(bytes);
    expect([source.ref.name, source.size, source.repeatable]).toEqual(['data.csv', bytes.length, true]);
    for await (const chunk of source.read()) {
      expect((chunk as Buffer).length).toBeLessThan(bytes.length);
      break;
    }
    expect((await buffer(source.read())).equals(bytes)).toBe(true);
    expect((await buffer(source.read())).equals(bytes)).toBe(true);
    await source.assertUnchanged();
    await Promise.all([source.close(), source.close()]);
  });

  test.each([
    ['grows', (path: string) => appendFile(path, 'x')],
    ['shrinks', (path: string) => truncate(path, 1)],
    ['is written anew', (path: string) => writeFile(path, 'abd')],
  ])('that %s has changed', async (_, change) => {
    const { source, path } = await open('abc');
    await change(path);
    await expect(source.assertUnchanged()).rejects.toMatchObject({ code: 'SOURCE_CHANGED', exitCode: 5 });
    await source.close();
  });

  test('is read from any place, and tells how far it is from its front', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `${index}\n`).join(''));
    const { source } = await open(bytes);
    for (const from of [0, 1, 600_000, bytes.length - 1, bytes.length, bytes.length + 1]) {
      expect((await buffer(source.read(from))).equals(bytes.subarray(from))).toBe(true);
      expect(source.position()).toBe(Math.max(from, bytes.length));
    }
    const stream = source.read(600_000);
    for await (const chunk of stream) {
      expect((chunk as Buffer).equals(bytes.subarray(600_000, 600_000 + CHUNK_BYTES))).toBe(true);
      expect(source.position()).toBeGreaterThanOrEqual(600_000);
      break;
    }
    await source.close();
  });

  test('that was closed fails as a source', async () => {
    const { source } = await open('abc');
    await source.close();
    await expect(text(source.read())).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });

  test('with a name that is a pipe is read once', async () => {
    const folder = await tempFolder();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const [source] = await Promise.all([openFile('pipe', folder), writeFile(join(folder, 'pipe'), 'abc')]);
    expect([source.size, source.repeatable]).toEqual([null, false]);
    expect(await text(source.read())).toBe('abc');
    await source.assertUnchanged();
    await source.close();
  });

  test.each([
    ['.', 'SOURCE_UNREADABLE', /is a folder, not a file/],
    ['none.csv', 'SOURCE_UNREADABLE', /none\.csv does not exist/],
    ['file/none.csv', 'SOURCE_UNREADABLE', /a part of its path is no folder/],
    ['a\0b', 'SOURCE_UNREADABLE', /^a\\x00b can't be read/],
  ])('%j does not open', async (path, code, message) => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(openFile(path, folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('standard input', () => {
  test('is read once, as bytes', async () => {
    const source = stdinSource(Readable.from(['é', Buffer.from('b')]));
    expect([source.ref.name, source.size, source.repeatable]).toEqual(['-', null, false]);
    expect(await source.fingerprint('sha256')).toBe(null);
    expect((await buffer(source.read(1))).toString('latin1')).toBe('\xa9b');
    await source.assertUnchanged();
  });

  test('that fails before it is read tells whoever reads it', async () => {
    const stdin = new Readable({ read: () => undefined });
    const source = stdinSource(stdin);
    stdin.destroy(new Error('the cable was pulled'));
    await expect(buffer(source.read())).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: "stdin can't be read (the cable was pulled).",
    });
  });

  test('that is closed while someone waits for it ends the wait', async () => {
    const source = stdinSource(new Readable({ read: () => undefined }));
    const reading = expect(buffer(source.read())).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await source.close();
    await reading;
  });
});

describe('spool', () => {
  test('keeps a copy without a name, and closes the original with it', async () => {
    const temporary = await temporaryFolder();
    const original = stdinSource(Readable.from([Buffer.from('ab'), Buffer.from('cd')]));
    const close = vi.spyOn(original, 'close');
    const copy = await spool(original, never);
    expect([copy.ref.name, copy.size, copy.repeatable]).toEqual(['-', 4, true]);
    expect([await text(copy.read()), await text(copy.read())]).toEqual(['abcd', 'abcd']);
    expect(await readdir(temporary)).toEqual([]);
    await copy.assertUnchanged();
    expect(await copy.fingerprint('quick')).toBe(null);
    await copy.close();
    expect(close).toHaveBeenCalled();
  });

  test('of a source that fails leaves nothing', async () => {
    const temporary = await temporaryFolder();
    const broken = stdinSource(
      new Readable({
        read() {
          this.destroy(new Error('no'));
        },
      }),
    );
    await expect(spool(broken, never)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(await readdir(temporary)).toEqual([]);
  });

  test('ends with an interrupt', async () => {
    await temporaryFolder();
    const reason = new Error('interrupted');
    const source = stdinSource(Readable.from([Buffer.from('a')]));
    await expect(spool(source, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('without room fails as an output', async () => {
    const folder = await tempFolder();
    vi.stubEnv('TMPDIR', join(folder, 'none'));
    expect(tmpdir()).toContain('none');
    await expect(spool(stdinSource(Readable.from([])), never)).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      exitCode: 1,
    });
  });
});

describe('unreadable', () => {
  test.each([
    ['EACCES', 'x.csv may not be read by this user.'],
    ['EMFILE', "x.csv can't be opened: too many files are open."],
    ['EIO', "x.csv can't be read (EIO: input/output error)."],
  ])('words %s', (code, message) => {
    const error = Object.assign(new Error(`${code}: input/output error`), { code });
    expect(unreadable('x.csv', error)).toMatchObject({ code: 'SOURCE_UNREADABLE', message, cause: error });
  });

  test('keeps what is worded, and words what is no error', () => {
    const worded = unreadable('x', 'a text');
    expect(worded.message).toBe("x can't be read (a text).");
    expect(unreadable('y', worded)).toBe(worded);
  });
});
