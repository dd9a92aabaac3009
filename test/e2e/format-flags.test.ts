/** Flags about a format that the inputs don't have, and JSON whose keys are no names: told, never passed over. */
import { describe, expect, test } from 'vitest';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';

const files = {
  'a.csv': 'a;b\n1;2\n',
  'b.csv': 'a;b\n1;2\n',
  'a.ndjson': '{"a":1,"b":2}\n',
  'a.json': '[{"a":1,\n"b":2}]\n',
  unnamed: '{"a":1,"b":2}\n',
  'nested.json': '{"data":{"items":[{"a":1,"b":2}]}}',
};

async function convert(inputs: string, ...args: readonly string[]): Promise<CliResult> {
  return sluice(['convert', ...inputs.split(' '), '--to', 'csv', ...args], { cwd: await folderOf(files) });
}

describe('a flag about a format', () => {
  test.each([
    ['a.ndjson', ['--delimiter', ';'], 'a.ndjson is NDJSON: --delimiter has no meaning there. (USAGE)'],
    ['unnamed', ['--quote', 'none'], 'unnamed is NDJSON: --quote has no meaning there. (USAGE)'],
    ['a.json', ['--no-header'], 'a.json is JSON: --header has no meaning there. (USAGE)'],
    ['a.json', ['--ragged', 'pad'], 'a.json is JSON: --ragged has no meaning there. (USAGE)'],
    ['a.csv', ['--flatten'], 'a.csv is CSV: --flatten has no meaning there. (USAGE)'],
    ['a.csv', ['--select', 'data'], 'a.csv is CSV: --select has no meaning there. (USAGE)'],
    ['a.csv', ['--json-comments'], 'a.csv is CSV: --json-comments has no meaning there. (USAGE)'],
    ['a.csv b.csv', ['--max-depth', '3'], 'a.csv is CSV, and none of the other inputs is NDJSON or JSON'],
    ['a.ndjson', ['--format', 'ndjson', '--trim'], '--trim has no meaning for --format ndjson. (USAGE)'],
  ])('is refused where no input has that format: %s %j', async (inputs, args, message) => {
    const { exitCode, stdout, stderr } = await convert(inputs, ...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test.each([
    ['a.csv a.ndjson', ['--delimiter', ';', '--flatten']],
    ['a.ndjson a.csv', ['--max-depth', '9', '--header', '1']],
    ['nested.json', ['--select', 'data.items']],
    ['unnamed', ['--json-comments']],
  ])('is taken where one input has: %s %j', async (inputs, args) => {
    const { exitCode, stdout, stderr } = await convert(inputs, ...args);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^a,b\n1,2\n/);
  });

  test('is not in the command that loads an input of another format', async () => {
    const args = ['inspect', 'a.csv', 'a.ndjson', '-d', ';', '--trim', '--flatten'];
    const { stdout } = await sluice(args, { cwd: await folderOf(files) });
    const [csv, ndjson] = stdout.split('\n').filter((line) => line.startsWith('sluice load'));
    expect(csv).toMatch(/ --trim$/);
    expect(ndjson).toMatch(/ --format ndjson --flatten$/);
  });
});

describe('more keys than columns', () => {
  const members = Array.from({ length: 5000 }, (_, index) => `"id_${index}":{"a":${index}}`);
  const inputs = {
    'map.json': `{${members.join(',\n')}}`,
    'map.ndjson': members.map((member) => `{${member}}\n`).join(''),
    'flat.ndjson': members.map((member) => `{"o":{${member}}}\n`).join(''),
  };
  const run = async (command: string, file: string, ...args: readonly string[]): Promise<CliResult> =>
    sluice([command, file, ...args, ...(command === 'convert' ? ['--to', 'csv'] : [])], {
      cwd: await folderOf(inputs),
    });

  test.each([
    ['convert', 'map.json', [], /--select with \* for them/],
    ['inspect', 'map.ndjson', [], /--format json --select '\*' .*--format csv --delimiter none/],
    ['validate', 'map.ndjson', [], /--format json --select '\*'/],
    ['convert', 'flat.ndjson', ['--flatten'], /Leave --flatten out/],
  ])('%s %s %j says so, and what to do', async (command, file, args, hint) => {
    const { exitCode, stdout, stderr } = await run(command, file, ...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`The records of ${file} have more than 4,096 different keys`);
    expect(stderr).toContain('(TOO_MANY_KEYS)');
    expect(stderr).toMatch(hint);
  });

  test.each([
    ['map.json', ['--select', '*'], 'a'],
    ['map.ndjson', ['--format', 'json', '--select', '*'], 'a'],
    ['map.ndjson', ['--format', 'csv', '--delimiter', 'none', '--quote', 'none', '--no-header'], 'column_1'],
    ['flat.ndjson', [], 'o'],
  ])('%s %j does it', async (file, args, header) => {
    const { exitCode, stdout, stderr } = await run('convert', file, ...args);
    expect(exitCode, stderr).toBe(0);
    const lines = stdout.split('\n');
    expect([lines[0], lines.length]).toEqual([header, 5002]);
  });
});
