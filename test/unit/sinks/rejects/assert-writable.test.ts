import { link, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { assertWritable } from '../../../../src/sinks/rejects/assert-writable.js';
import { tempFolder } from '../../../support/temp-folder.js';

const source = { name: 'orders.csv' };

async function refusal(folder: string, name = source.name): Promise<SluiceError> {
  const error: unknown = await assertWritable({ folder, source: { name } }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SluiceError);
  return error as SluiceError;
}

describe('assertWritable', () => {
  test('accepts a folder that can be written to and leaves nothing in it', async () => {
    const folder = await tempFolder();
    await assertWritable({ folder, source });
    expect(await readdir(folder)).toEqual([]);
  });

  test('refuses a folder that is missing', async () => {
    const error = await refusal(join(await tempFolder(), 'missing'));
    expect(error.code).toBe('USAGE');
    expect(error.message).toContain('missing: the folder does not exist');
    expect(error.hint).toContain('--rejects-dir');
  });

  test('refuses a file in place of the folder', async () => {
    const folder = join(await tempFolder(), 'file');
    await writeFile(folder, '');
    expect((await refusal(folder)).message).toContain('it is not a folder');
  });

  test('refuses a folder in which nobody can make a file, root included', async () => {
    expect((await refusal('/proc/self')).code).toBe('USAGE');
  });

  test('refuses to replace the input by its own reject file', async () => {
    const folder = await tempFolder();
    const input = join(folder, 'orders.csv');
    await writeFile(input, 'a\n1\n');
    await link(input, join(folder, 'orders.rejects.csv'));
    const error = await refusal(folder, input);
    expect(error.code).toBe('USAGE');
    expect(error.message).toContain('would take the place of the input itself');
  });

  test('accepts the reject files of an earlier run, and stdin', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'stdin.rejects.csv'), 'old');
    await assertWritable({ folder, source: { name: '-' } });
    expect(await readdir(folder)).toEqual(['stdin.rejects.csv']);
  });
});
