/** What was found by trying JSON, record steps, code and the library as users would. */
import { describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { validate, convert } from '../../src/index.js';
import { startSluice, type ChildResult } from '../support/child.js';
import { folderOf } from '../support/folder-of.js';

describe('the process, with code that a pipeline runs', () => {
  async function converted(code: string): Promise<ChildResult> {
    const cwd = await folderOf({ 't.csv': 'id,v\n1,a\n2,b\n', 'p.sluice.mjs': code });
    return startSluice(['convert', 't.csv', '--pipeline', 'p.sluice.mjs', '--to', 'csv'], { cwd }).ended;
  }

  test.each([
    ['of a transform', 'export default { transform: () => new Promise(() => {}) };'],
    ['of the file', 'await new Promise(() => {}); export default {};'],
  ])('a promise %s that nothing settles is no good end', async (_, code) => {
    const { exitCode, stderr } = await converted(code);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('waits for a promise that nothing can settle. (CODE_FAILED)');
  });

  test.each([
    ['rejected', '{ Promise.reject(new Error("loose")); await new Promise((y) => setTimeout(y, 500)); return r; }'],
    [
      'thrown',
      '{ setTimeout(() => { throw new Error("loose"); }); await new Promise((y) => setTimeout(y, 500)); return r; }',
    ],
  ])('what is %s where nobody waits for it is told without a stack', async (_, body) => {
    const { exitCode, stderr } = await converted(`export default { transform: async (r) => ${body} };`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('sluice: Something failed that nobody waited for: loose (CODE_FAILED)');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('what it has left open does not keep the process', async () => {
    const { exitCode, stdout } = await converted(
      'setInterval(() => {}, 1000); export default { transform: (r) => r };',
    );
    expect([exitCode, stdout]).toEqual([0, 'id,v\n1,a\n2,b\n']);
  });
});

describe('what code returns', () => {
  test.each([
    ['Promise.resolve(3)', 'an object of class Promise is no value'],
    ['new Map([[1, 2]])', 'an object of class Map is no value'],
    ['[new Set([1])]', 'an object of class Set is no value'],
    ['/x/', 'an object of class RegExp is no value'],
    ['new Error("e")', 'an object of class Error is no value'],
    ['new Float64Array(1)', 'an object of class Float64Array is no value'],
    ['"\u{1f600}".slice(0, 1)', 'half of a surrogate pair, which is no character'],
  ])('%s is a reject, and not loaded as something else', async (value, message) => {
    const code = `export default { transform: (r) => ({ ...r, v: ${value} }) };`;
    const cwd = await folderOf({ 't.csv': 'id,v\n1,a\n', 'p.sluice.mjs': code });
    const args = ['convert', 't.csv', '--pipeline', 'p.sluice.mjs', '--to', 'csv'];
    const { exitCode, stderr } = await sluice(args, { cwd });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`v: transform returned a value that can't be written: `);
    expect(stderr).toContain(message);
  });

  test('objects that say something of themselves are written', async () => {
    const code = `class P { x = 1 } export default { transform: (r) => ({ ...r, id: new Number(4), v: [new P(), new Date(0), {}, null] }) };`;
    const cwd = await folderOf({ 't.csv': 'id,v\n1,a\n', 'p.sluice.mjs': code });
    const args = ['convert', 't.csv', '--pipeline', 'p.sluice.mjs', '--to', 'csv'];
    const { stdout } = await sluice(args, { cwd });
    expect(stdout).toBe('id,v\n4,"[{""x"":1},""1970-01-01T00:00:00.000Z"",{},null]"\n');
  });
});

describe('options of the library that are of another type', () => {
  test.each([
    [undefined, 'The options: takes an object; what was given is of type undefined.'],
    [{ inputs: 5 }, 'inputs: takes a text or a list of texts; what was given is of type number.'],
    [
      { inputs: 't.csv', pipeline: () => ({}) },
      'pipeline: takes a path, or what definePipeline returns; what was given is of type function.',
    ],
    [{ inputs: 't.csv', signal: {} }, 'signal: takes an AbortSignal; what was given is of type object.'],
    [{ inputs: 't.csv', on: { rejects: () => 1 } }, 'on has no rejects.'],
    [{ inputs: 't.csv', on: { reject: 5 } }, 'on.reject: takes a function; what was given is of type number.'],
  ])('%j', async (options, message) => {
    await expect(validate(options as never)).rejects.toMatchObject({ code: 'USAGE', message });
  });

  test('an output that is no stream', async () => {
    await expect(convert({ inputs: 't.csv', to: 'csv', output: 5 as never })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

test('a function under another key than transform is told by that key', async () => {
  const cwd = await folderOf({ 't.csv': 'id\n1\n', 'p.sluice.mjs': 'export default {\n  transfrom: (r) => r };' });
  const { exitCode, stderr } = await sluice(['convert', 't.csv', '--pipeline', 'p.sluice.mjs', '--to', 'csv'], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('p.sluice.mjs:2:3: transfrom: takes no function; only transform does (PIPELINE_INVALID)');
});

test.each([
  ['a property that throws', 'transform: () => ({ get id() { throw new Error("no id"); } })', 'no id'],
  ['a schema that has to wait', 'schema: z.object({ v: z.string().refine(async () => true) })', 'goes into transform'],
])('%s is a fault of the record', async (_, part, message) => {
  const code = `import { z } from 'zod';\nexport default { ${part} };`;
  const cwd = await folderOf({ 't.csv': 'id,v\n1,a\n', 'p.sluice.mjs': code });
  const args = ['convert', 't.csv', '--pipeline', 'p.sluice.mjs', '--to', 'csv', '--max-errors', '1'];
  const { exitCode, stderr } = await sluice(args, { cwd });
  expect(exitCode, stderr).toBe(3);
  expect(stderr).toContain(message);
});
