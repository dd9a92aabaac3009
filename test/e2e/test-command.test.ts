import { describe, expect, test } from 'vitest';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';

const pipeline = `source: { paths: nowhere.csv, delimiter: ;, encoding: utf-16le }
columns:
  '*': drop
  id: { type: bigint }
  price: { type: 'numeric(12,2)' }
  email: { trim: true, lower: true }
where: id > 1
rules: [{ expr: price < 100.0, message: too dear }]
target: { db: '\${NOT_SET}', table: orders }
`;

async function run(tests: string, args: readonly string[] = []): Promise<CliResult> {
  const cwd = await folderOf({ 'p.yaml': `${pipeline}tests:\n${tests}` });
  return sluice(['test', 'p.yaml', ...args], { cwd });
}

const input = 'input: "id;price;email\\n1;1;x\\n2;1.50; A@B \\n3;x;y\\n4;500;z\\n"';

describe('examples that are ok', () => {
  test.each([
    [
      'rows and rejects',
      `- { name: all, ${input}, expect: [{ id: 2, price: 1.5, email: a@b }], rejects: [{ line: 4 }, { message: dear }] }`,
    ],
    [
      'rejects by all of their keys',
      `- { ${input}, rejects: [{ line: 4, record: 3, column: price, code: invalid }, { line: 5 }] }`,
    ],
    [
      'a part of the columns',
      `- { ${input}, partial: true, expect: [{ id: "2" }], rejects: [{ line: 4 }, { record: 4 }] }`,
    ],
    ['records', `- { input: [{ id: 2, price: 1, email: }, { id: 1 }], expect: [{ id: 2, price: 1.00, email: null }] }`],
    ['no rows', `- { input: "id;price;email\\n1;1;x\\n", expect: [] }`],
    [
      'a reference is data',
      `- { input: "id;price;email\\n2;1;\${X}\\n", expect: [{ id: 2, price: 1, email: "\${x}" }] }`,
    ],
  ])('%s', async (_, tests) => {
    const { exitCode, stdout, stderr } = await run(`  ${tests}\n`);
    expect(stderr + stdout).toMatch(/^ok {6}(all|example 1)\n1 passed, 0 failed\n$/);
    expect(exitCode).toBe(0);
  });
});

describe('examples that are not', () => {
  test.each([
    ['a value', '{ id: 2, price: 1.6, email: a@b }', 'row 1, price: expected 1.6, got 1.50'],
    ['a text', '{ id: 2, price: 1.5, email: "" }', 'row 1, email: expected "", got "a@b"'],
    ['NULL', '{ id: 2, price: , email: a@b }', 'row 1, price: expected NULL, got 1.50'],
    ['a column too few', '{ id: 2, price: 1.5 }', 'row 1, email: expected no such column, got "a@b"'],
    ['a column too many', '{ id: 2, price: 1.5, email: a@b, z: 1 }', 'row 1, z: expected 1, got no such column'],
    ['a row too many', '{ id: 2, price: 1.5, email: a@b }, { id: 3 }', 'row 2: expected { id: 3 }, got nothing'],
  ])('%s', async (_, expected, message) => {
    const { exitCode, stdout } = await run(
      `  - { ${input}, expect: [${expected}], rejects: [{ line: 4 }, { line: 5 }] }\n`,
    );
    expect(stdout).toContain(`not ok  example 1  (p.yaml:11:5)\n        ${message}`);
    expect(stdout).toContain('0 passed, 1 failed\n');
    expect(exitCode).toBe(4);
  });

  test('rows too few, rejects that are not expected, and those that are not found', async () => {
    const { stdout, exitCode } = await run(
      `  - { ${input}, expect: [], rejects: [{ line: 5 }, { line: 9, code: x }] }\n`,
    );
    expect(exitCode).toBe(4);
    expect(stdout).toContain('row 1: expected nothing, got { id: "2", price: "1.50", email: "a@b" }');
    expect(stdout).toContain('rejects: expected line 9, x, got nothing');
    expect(stdout).toMatch(/rejects: expected nothing, got line 4, price, invalid, "/);
  });

  test('control characters are shown escaped', async () => {
    const { stdout } = await run(
      '  - { input: "id;price;email\\n2;1;\\e[31m\\n", expect: [{ id: 2, price: 1, email: "\\a" }] }\n',
    );
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    expect(stdout).toContain(String.raw`expected "\u0007", got "\u001b[31m"`);
  });

  test('an input that can not be read', async () => {
    const { stdout, exitCode } = await run('  - { input: "id;id\\n", expect: [] }\n');
    expect(stdout).toMatch(/the input: expected to be read, got .*\(HEADER_INVALID\)/);
    expect(exitCode).toBe(4);
  });
});

test('several files, as one JSON object', async () => {
  const cwd = await folderOf({
    'a.yaml': 'tests: [{ input: "a\\n1\\n", expect: [{ a: 1 }] }]',
    'b/b.json': '{"tests": [{"name": "b", "input": [{"a": {"b": [1]}}], "expect": [{"a": {"b": [2]}}]}]}',
  });
  const { stdout, exitCode } = await sluice(['test', 'a.yaml', 'b/b.json', '--json'], { cwd });
  expect(exitCode).toBe(4);
  expect(JSON.parse(stdout)).toEqual({
    passed: 1,
    failed: 1,
    examples: [
      { file: 'a.yaml', name: 'example 1', place: 'a.yaml:1:9', ok: true, differences: [] },
      {
        file: 'b/b.json',
        name: 'b',
        place: 'b/b.json:1:12',
        ok: false,
        differences: [{ where: 'row 1, a', expected: '{"b":[2]}', got: '{"b":[1]}' }],
      },
    ],
  });
});

describe('what is wrong with a file itself ends with 2:', () => {
  test.each([
    ['no tests', 'where: "true"', 'p.yaml has no tests. (PIPELINE_INVALID)'],
    ['nothing to compare', 'tests: [{ input: a }]', 'tests[1]: has neither expect nor rejects'],
    ['an unknown key', 'tests: [{ inptu: a, expect: [] }]', 'tests[1].inptu: unknown key; did you mean input?'],
    ['a reject of nothing', 'tests: [{ input: a, rejects: [{}] }]', 'tests[1].rejects[1]: takes at least one of line,'],
    ['an expression', 'where: a >\ntests: [{ input: "a\\n1\\n", expect: [] }]', '(EXPRESSION_INVALID)'],
    [
      'a column',
      'columns: {a: {uper: true}}\ntests: []',
      'p.yaml:1:15: columns.a.uper: unknown key; did you mean upper?',
    ],
  ])('%s', async (_, text, message) => {
    const { exitCode, stdout, stderr } = await sluice(['test', 'p.yaml'], { cwd: await folderOf({ 'p.yaml': text }) });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
