import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openConvertOutput, type ConvertOutput } from '../../../src/run/convert-output.js';
import { tempFolder } from '../../support/temp-folder.js';
import { TextSink } from '../../support/text-sink.js';

/** An output to a file of a folder, or to a stream. */
function open(
  path: string | null,
  cwd: string,
  stdout: NodeJS.WritableStream = new TextSink(),
): Promise<ConvertOutput> {
  return openConvertOutput(path, {
    stdin: Readable.from([]),
    stdout,
    stderr: new TextSink(),
    env: {},
    cwd,
    signal: new AbortController().signal,
  });
}

const some = Buffer.from('a,b\n');

describe('a file', () => {
  test('appears only when it is kept, whole', async () => {
    const folder = await tempFolder();
    const output = await open('out.csv', folder);
    await output.write(some);
    await output.write(Buffer.alloc(300_000, 'x'));
    expect(await readdir(folder)).not.toContain('out.csv');
    await output.keep();
    await output.discard();
    expect(await readdir(folder)).toEqual(['out.csv']);
    expect((await readFile(join(folder, 'out.csv'))).length).toBe(300_004);
  });

  test('that is discarded leaves nothing behind, and what was there before stays', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'out.csv'), 'old');
    const output = await open('out.csv', folder);
    await output.write(some);
    await output.discard();
    await output.discard();
    expect(await readdir(folder)).toEqual(['out.csv']);
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('old');
  });

  test('takes the place of an earlier one, and of a link, not of what the link leads to', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'victim'), 'precious');
    await symlink('victim', join(folder, 'out.csv'));
    const output = await open(join(folder, 'out.csv'), '/');
    await output.write(some);
    await output.keep();
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('a,b\n');
    expect((await lstat(join(folder, 'out.csv'))).isFile()).toBe(true);
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('precious');
  });

  test('of nothing is an empty file', async () => {
    const folder = await tempFolder();
    const output = await open('out.csv', folder);
    await output.keep();
    expect((await stat(join(folder, 'out.csv'))).size).toBe(0);
  });

  test('in a folder that is not there is an error, with or without content', async () => {
    const folder = await tempFolder();
    for (const chunk of [some, Buffer.alloc(0)]) {
      const attempt = async (): Promise<void> => {
        const output = await open('no/out.csv', folder);
        await output.write(chunk);
        await output.keep();
      };
      await expect(attempt()).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
        message: expect.stringMatching(/^no\/out\.csv can't be written: ENOENT/) as string,
      });
    }
    expect(await readdir(folder)).toEqual([]);
  });

  test('in place of a folder is an error, and leaves nothing behind', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'out'));
    const attempt = async (): Promise<void> => {
      const output = await open('out', folder);
      try {
        await output.write(some);
        await output.keep();
      } finally {
        await output.discard();
      }
    };
    await expect(attempt()).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
    expect(await readdir(folder)).toEqual(['out']);
  });

  test('that is a named pipe is written to, not replaced', async () => {
    const folder = await tempFolder();
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const received = text(createReadStream(pipe));
    const output = await open('pipe', folder);
    await output.write(some);
    await output.keep();
    await output.discard();
    expect((await lstat(pipe)).isFIFO()).toBe(true);
    expect(await received).toBe('a,b\n');
  });
});

describe('standard output', () => {
  test('gets what is written, and stays open', async () => {
    const stdout = new TextSink();
    const output = await open(null, '/', stdout);
    await output.write(some);
    await output.write(Buffer.alloc(0));
    await output.keep();
    await output.discard();
    expect([stdout.text, stdout.writable, output.isClosedByReader]).toEqual(['a,b\n', true, false]);
  });

  test.each(['EPIPE', 'ERR_STREAM_DESTROYED'])('whose reader goes away (%s) ends quietly', async (code) => {
    let writes = 0;
    const stdout = failing(() => ++writes > 1 && Object.assign(new Error('write'), { code }));
    const output = await open(null, '/', stdout);
    for (let count = 0; count < 4; count++) await output.write(some);
    expect([output.isClosedByReader, writes]).toEqual([true, 2]);
    await output.keep();
    await output.discard();
  });

  test('that fails for another reason is an error', async () => {
    const stdout = failing(() => Object.assign(new Error('ENOSPC: no space left\u001b'), { code: 'ENOSPC' }));
    const output = await open(null, '/', stdout);
    await expect(output.write(some)).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      message: "Standard output can't be written: ENOSPC: no space left\\x1b.",
    });
    expect(output.isClosedByReader).toBe(false);
  });

  test('that is slow holds the writer back', async () => {
    const waiting: (() => void)[] = [];
    const stdout = new Writable({ write: (_chunk, _encoding, done) => void waiting.push(done) });
    const output = await open(null, '/', stdout);
    let isWritten = false;
    const write = output.write(some).then(() => (isWritten = true));
    await turn();
    expect(isWritten).toBe(false);
    waiting.pop()?.();
    await write;
  });
});

/** A stream whose writes fail when `errorOf` says with what. */
function failing(errorOf: () => Error | false): Writable {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(errorOf() || null) });
  return stream.on('error', () => undefined);
}
