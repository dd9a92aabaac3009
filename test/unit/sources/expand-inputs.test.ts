import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { expandInputs } from '../../../src/sources/expand-inputs.js';
import { tempFolder } from '../../support/temp-folder.js';

let cwd: string;

beforeEach(async () => {
  cwd = await tempFolder();
  for (const path of [
    'part-10.csv',
    'part-2.csv',
    'part-1.csv',
    'x.json',
    '.hidden.csv',
    '[a].csv',
    'data/b.csv',
    'data/a.csv',
    'data/deep/c.csv',
    'data/note.txt',
    'empty/x.txt',
  ]) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), '');
  }
});

const expand = (names: string[], include: string[] = []): Promise<string[]> => expandInputs(names, { cwd, include });

describe('what is named', () => {
  test.each([
    [
      ['part-10.csv', 'part-1.csv'],
      ['part-10.csv', 'part-1.csv'],
    ],
    [['part-*.csv'], ['part-1.csv', 'part-2.csv', 'part-10.csv']],
    [
      ['part-2.csv', 'part-*.csv', './part-1.csv'],
      ['part-2.csv', 'part-1.csv', 'part-10.csv'],
    ],
    [['{x,part-1}.*'], ['part-1.csv', 'x.json']],
    [
      ['**/*.csv'],
      ['[a].csv', 'data/a.csv', 'data/b.csv', 'data/deep/c.csv', 'part-1.csv', 'part-2.csv', 'part-10.csv'],
    ],
    [['data/*.csv'], ['data/a.csv', 'data/b.csv']],
    [['[a].csv'], ['[a].csv']],
    [['.*.csv'], ['.hidden.csv']],
    [
      ['none.csv', 'a.zip/b.csv'],
      ['none.csv', 'a.zip/b.csv'],
    ],
    [
      ['-', 'https://host/x*?y=[1]', 'https://host/x*?y=[1]', 's3://bucket/*.csv'],
      ['-', 'https://host/x*?y=[1]', 's3://bucket/*.csv'],
    ],
    [[], []],
  ])('%j is %j', async (names, expected) => {
    expect(await expand(names)).toEqual(expected);
  });

  test('with an absolute path stays so', async () => {
    expect(await expand([join(cwd, 'data/*.csv'), 'data/a.csv'])).toEqual([
      join(cwd, 'data/a.csv'),
      join(cwd, 'data/b.csv'),
    ]);
  });

  test('beyond the working folder is found', async () => {
    expect(await expandInputs(['../part-1*.csv'], { cwd: join(cwd, 'data'), include: [] })).toEqual([
      '../part-1.csv',
      '../part-10.csv',
    ]);
  });
});

describe('a folder', () => {
  test.each([
    [['*.csv'], ['data/a.csv', 'data/b.csv', 'data/deep/c.csv']],
    [
      ['*.txt', 'a.*'],
      ['data/a.csv', 'data/note.txt'],
    ],
    [['deep/*'], ['data/deep/c.csv']],
  ])('with --include %j', async (include, expected) => {
    expect(await expand(['data'], include)).toEqual(expected);
    expect(await expand(['./data/'], include)).toEqual(expected);
  });

  test('that holds itself is searched once', async () => {
    await symlink('.', join(cwd, 'data/deep/again'));
    expect(await expand(['data'], ['*.csv'])).toEqual(expect.arrayContaining(['data/a.csv', 'data/deep/c.csv']));
  });
});

test.each([
  [['none-*.csv'], [], 'SOURCE_UNREADABLE', 'No file matches none-*.csv.'],
  [['x\u001b*'], [], 'SOURCE_UNREADABLE', 'No file matches x\\x1b*.'],
  [['empty'], ['*.csv', '*.json'], 'SOURCE_UNREADABLE', 'No file in empty matches *.csv, *.json.'],
  [['data'], [], 'SOURCE_UNREADABLE', 'data is a folder, not a file.'],
  [['-', 'x.json', '-'], [], 'USAGE', 'Standard input (-) is named twice.'],
])('%j with --include %j is an error', async (names, include, code, message) => {
  await expect(expand(names, include)).rejects.toMatchObject({ code, message });
});

test('--include without a folder is an error', async () => {
  for (const names of [['part-1.csv'], ['part-*.csv'], ['-']]) {
    await expect(expand(names, ['*.csv'])).rejects.toMatchObject({ code: 'USAGE' });
  }
  expect(await expand(['x.json', 'data'], ['*.txt'])).toEqual(['x.json', 'data/note.txt']);
  expect(await expand(['missing'], ['*.txt'])).toEqual(['missing']);
});
