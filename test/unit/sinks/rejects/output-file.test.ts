import { openSync } from 'node:fs';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { OutputFile } from '../../../../src/sinks/rejects/output-file.js';
import { tempFolder } from '../../../support/temp-folder.js';

function append(file: OutputFile, piece: Buffer): void {
  const at = file.reserve(piece.length);
  file.bytes.set(piece, at);
  file.length = at + piece.length;
}

/** Pieces of many sizes, some longer than a buffer, more in all than may be in flight at once. */
function pieces(): Buffer[] {
  const sizes = [1, 700_000, 700_000, 3_000_000, 5, 1_048_576, 1_048_577, ...Array<number>(14).fill(999_983)];
  return sizes.map((size, index) => Buffer.alloc(size, 0x41 + index));
}

/** A device that is always full: each write fails with ENOSPC. */
function openFull(): number {
  return openSync('/dev/full', 'w');
}

describe('OutputFile', () => {
  test('holds what was appended, in order, however long', async () => {
    const file = new OutputFile(join(await tempFolder(), 'out'));
    for (const piece of pieces()) append(file, piece);
    await file.drained();
    for (const piece of pieces()) {
      append(file, piece);
      await file.drained();
    }
    await file.close();
    await file.close();
    const expected = Buffer.concat([...pieces(), ...pieces()]);
    expect((await readFile(file.path)).equals(expected)).toBe(true);
  });

  test('makes no file for nothing', async () => {
    const folder = await tempFolder();
    const file = new OutputFile(join(folder, 'out'));
    await file.drained();
    await file.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('shows what was appended soon after drained, for who watches the file', async () => {
    const file = new OutputFile(join(await tempFolder(), 'out'));
    append(file, Buffer.from('first'));
    await file.drained();
    await expect.poll(() => readFile(file.path, 'utf8')).toBe('first');
    await file.close();
  });

  test('is private, and replaces an older file', async () => {
    const path = join(await tempFolder(), 'out');
    await writeFile(path, 'a longer text of an earlier run', { mode: 0o644 });
    const file = new OutputFile(path);
    append(file, Buffer.from('new'));
    await file.close();
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('replaces a symbolic link and leaves its target alone', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'victim'), 'precious');
    await symlink(join(folder, 'victim'), join(folder, 'out'));
    const file = new OutputFile(join(folder, 'out'));
    append(file, Buffer.from('new'));
    await file.close();
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('precious');
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe('new');
  });

  test('never replaces a folder', async () => {
    const path = join(await tempFolder(), 'out');
    await mkdir(path);
    const file = new OutputFile(path);
    append(file, Buffer.from('new'));
    const error: unknown = await file.close().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'OUTPUT_FAILED' });
    expect((error as SluiceError).message).toContain('something that is not a file is there');
    await file.discard();
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  test('a full disk is told by drained and close, with the reason, and what follows is dropped', async () => {
    const file = new OutputFile(join(await tempFolder(), 'out'), openFull);
    for (const piece of pieces()) append(file, piece);
    const full = {
      code: 'OUTPUT_FAILED',
      message: expect.stringContaining('ENOSPC: no space left on device') as string,
    };
    await expect(file.drained()).rejects.toMatchObject(full);
    append(file, Buffer.from('more'));
    await expect(file.drained()).rejects.toMatchObject(full);
    await expect(file.close()).rejects.toMatchObject(full);
    await file.discard();
  });

  test('discard removes the file, also twice; a closed file stays', async () => {
    const folder = await tempFolder();
    const dropped = new OutputFile(join(folder, 'dropped'));
    const kept = new OutputFile(join(folder, 'kept'));
    for (const file of [dropped, kept]) {
      append(file, Buffer.from('x'));
      await file.drained();
    }
    await kept.close();
    for (const file of [dropped, dropped, kept]) await file.discard();
    expect(await readdir(folder)).toEqual(['kept']);
  });
});

describe('a file that is gone on with', () => {
  async function written(text: string): Promise<string> {
    const path = join(await tempFolder(), 'out');
    await writeFile(path, text);
    return path;
  }

  test('keeps so many bytes, and what is appended follows them', async () => {
    const path = await written('kept, and cut off');
    const file = OutputFile.continued(path, 4);
    expect(await readFile(path, 'utf8')).toBe('kept');
    append(file, Buffer.from(' and more'));
    expect(await file.synced()).toBe(13);
    expect(await readFile(path, 'utf8')).toBe('kept and more');
    await file.close();
  });

  test('with nothing appended stays as it is', async () => {
    const path = await written('kept');
    const file = OutputFile.continued(path, 4);
    expect(await file.synced()).toBe(4);
    await file.close();
    expect(await readFile(path, 'utf8')).toBe('kept');
  });

  test('synced tells of a full disk', async () => {
    const file = new OutputFile(join(await tempFolder(), 'out'), openFull);
    append(file, Buffer.from('x'));
    await expect(file.synced()).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
    await file.discard();
  });
});
