import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';

describe('what fresh eyes found', () => {
  test('the load command of inspect repeats the flags that reading took', async () => {
    const cwd = await folderOf({ 'd.csv': 'd;n\n01/02/2024;1,5\n' });
    const { stdout } = await sluice(['inspect', 'd.csv', '--date-order', 'dmy', '--decimal', ',', '--json'], { cwd });
    const { loadCommand } = JSON.parse(stdout) as { loadCommand: string };
    expect(loadCommand).toMatch(/--delimiter ';' .*--date-order dmy --decimal ,$/);
  });

  test('the rejects of another encoding are UTF-8 with a mark, which the same command reads', async () => {
    const cwd = await folderOf({ 'l.csv': Buffer.from('id,name\nx,Andr\xe9\n', 'latin1') });
    const flags = ['--type', 'id=int', '--encoding', 'windows-1252'];
    expect((await sluice(['validate', 'l.csv', ...flags], { cwd })).exitCode).toBe(4);
    expect(await readFile(join(cwd, 'l.rejects.csv'), 'utf8')).toBe('\ufeffid,name\nx,André\n');
    const again = await sluice(['convert', 'l.rejects.csv', '--to', 'ndjson', '--encoding', 'windows-1252'], { cwd });
    expect(again.stdout).toBe('{"id":"x","name":"André"}\n');
  });

  test('two keys that flattening would make one column stop the run', async () => {
    const cwd = await folderOf({ 'f.ndjson': '{"a":{"b":1},"a_b":2}\n' });
    const { exitCode, stderr } = await sluice(['convert', 'f.ndjson', '--to', 'ndjson', '--flatten'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('would be the one column "a_b"');
  });

  test('records without any key have no column to write', async () => {
    const cwd = await folderOf({ 'e.ndjson': '{}\n{}\n' });
    const { exitCode, stdout } = await sluice(['convert', 'e.ndjson', '--to', 'ndjson'], { cwd });
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  test('a line that says what the delimiter is, as spreadsheets write it', async () => {
    const cwd = await folderOf({ 's.csv': 'sep=;\r\na;b\r\n1;2\r\n' });
    const { stdout } = await sluice(['convert', 's.csv', '--to', 'ndjson'], { cwd });
    expect(stdout).toBe('{"a":"1","b":"2"}\n');
  });

  test('two columns without a name each keep their values', async () => {
    const cwd = await folderOf({ 'n.csv': ',,b\n1,2,3\n' });
    const { stdout } = await sluice(['convert', 'n.csv', '--to', 'ndjson'], { cwd });
    expect(stdout).toBe('{"column_1":"1","column_2":"2","b":"3"}\n');
  });

  test.each([
    ['z.ndjson', 'oops\n{"id":1}\n', [4, '{"id":1}\n'], 'z.ndjson:1: '],
    ['y.json', "{'id':1}\n", [2, ''], 'No record of y.json is an object with a key'],
    ['c.json', '// c\n[{"id":1}]\n', [4, '{"id":1}\n'], 'c.json:1: '],
    ['n.json', 'null\n', [2, ''], 'No record of n.json is an object with a key'],
    ['t.json', 'id,v\n1,2\n', [0, '{"id":"1","v":"2"}\n'], 'converted 1 record'],
  ])('what is called JSON is not taken for CSV as long as it may be JSON: %s', async (name, text, ended, told) => {
    const { exitCode, stdout, stderr } = await sluice(['convert', name, '--to', 'ndjson'], {
      cwd: await folderOf({ [name]: text }),
    });
    expect([exitCode, stdout]).toEqual(ended);
    expect(stderr).toContain(told);
  });

  test('inspect says that a file is not UTF-8', async () => {
    const cwd = await folderOf({ 'l.csv': Buffer.from('id,name\n1,\xe9\n', 'latin1') });
    const { exitCode, stderr } = await sluice(['inspect', 'l.csv'], { cwd });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('l.csv is not UTF-8: line 2, byte 0xe9');
  });
});
