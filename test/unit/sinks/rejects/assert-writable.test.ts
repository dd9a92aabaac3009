import { link, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { assertWritable } from '../../../../src/sinks/rejects/assert-writable.js';
import { rejectPaths } from '../../../../src/sinks/rejects/reject-paths.js';
import { tempFolder } from '../../../support/temp-folder.js';

/** Judges the reject files that sources of these names would have. */
async function judge(folder: string, ...names: readonly string[]): Promise<void> {
  const sources = names.map((name) => ({ name }));
  const paths = rejectPaths(
    folder,
    sources.map((source) => ({ source, extension: 'csv' })),
  );
  await assertWritable(
    folder,
    sources.map((source, index) => ({ source, paths: paths[index] })),
  );
}

async function refusal(folder: string, ...names: readonly string[]): Promise<SluiceError> {
  const error: unknown = await judge(folder, ...names).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SluiceError);
  return error as SluiceError;
}

describe('assertWritable', () => {
  test('accepts a folder that can be written to and leaves nothing in it', async () => {
    const folder = await tempFolder();
    await judge(folder, 'orders.csv');
    expect(await readdir(folder)).toEqual([]);
  });

  test('refuses a folder that is missing', async () => {
    const error = await refusal(join(await tempFolder(), 'missing'), 'orders.csv');
    expect(error.code).toBe('USAGE');
    expect(error.message).toContain('missing: the folder does not exist');
    expect(error.hint).toContain('--rejects-dir');
  });

  test('refuses a file in place of the folder', async () => {
    const folder = join(await tempFolder(), 'file');
    await writeFile(folder, '');
    expect((await refusal(folder, 'orders.csv')).message).toContain('it is not a folder');
  });

  test('refuses a folder in which nobody can make a file, root included', async () => {
    expect((await refusal('/proc/self', 'orders.csv')).code).toBe('USAGE');
  });

  test('refuses to replace the input by its own reject file', async () => {
    const folder = await tempFolder();
    const input = join(folder, 'orders.csv');
    await writeFile(input, 'a\n1\n');
    await link(input, join(folder, 'orders.rejects.csv'));
    const error = await refusal(folder, input);
    expect(error.code).toBe('USAGE');
    expect(error.message).toContain('would take the place of an input');
  });

  test('refuses to replace one input by the reject file of another', async () => {
    const folder = await tempFolder();
    const rejects = join(folder, 'orders.rejects.ndjson');
    await writeFile(rejects, '{}\n');
    const error = await refusal(folder, 'orders.csv', rejects);
    expect([error.code, error.message.includes(`${rejects} would take the place of an input`)]).toEqual([
      'USAGE',
      true,
    ]);
  });

  test('accepts many inputs, of which some are no files', async () => {
    const folder = await tempFolder();
    await judge(folder, 'a.csv', 'b/a.csv', 'https://example.com/a.csv', '-');
    expect(await readdir(folder)).toEqual([]);
  });

  test('accepts the reject files of an earlier run, and stdin', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'stdin.rejects.csv'), 'old');
    await judge(folder, '-');
    expect(await readdir(folder)).toEqual(['stdin.rejects.csv']);
  });
});
