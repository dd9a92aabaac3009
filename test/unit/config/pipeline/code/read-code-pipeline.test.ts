import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { checkPipeline } from '../../../../../src/config/pipeline/check-pipeline.js';
import type { ParsedPipeline } from '../../../../../src/config/pipeline/parse-pipeline.js';
import { plainValue } from '../../../../../src/config/pipeline/pipeline-node.js';
import { readPipeline } from '../../../../../src/config/pipeline/read-pipeline.js';
import { readTransform } from '../../../../../src/config/transform/read-transform.js';
import { folderOf } from '../../../../support/folder-of.js';

/** Reads a pipeline file from a folder that is outside of this package, and holds it against the schema. */
async function read(
  text: string,
  {
    name = 'p.sluice.ts',
    files = {},
    env = {},
  }: { name?: string; files?: Record<string, string>; env?: NodeJS.ProcessEnv } = {},
): Promise<ParsedPipeline> {
  const cwd = await folderOf({ ...files, [name]: text });
  const parsed = await readPipeline(name, { cwd, env });
  checkPipeline(parsed);
  expect((await readdir(cwd)).toSorted()).toEqual(
    [...new Set([...Object.keys(files), name].map((path) => path.split('/')[0]))].toSorted(),
  );
  return parsed;
}

const define = "import { definePipeline } from 'sluice';\n";

describe('a file in code', () => {
  test.each(['p.ts', 'p.mts', 'p.js', 'p.mjs'])('named %s', async (name) => {
    const parsed = await read(
      `${define}export default definePipeline({ target: { table: 'a' }, transform: (r) => r });`,
      { name },
    );
    expect(plainValue(parsed.root)).toEqual({ target: { table: 'a' } });
    expect(parsed.code).toMatchObject({ file: name, output: [], concurrency: 16, stepsBefore: 0, schema: null });
  });

  test('sections are what they are in YAML; numbers are texts, references are resolved', async () => {
    const parsed = await read(
      `${define}const table: string = 'orders';
      export default definePipeline({
        source: { paths: ['a.csv'], skipLines: 2, header: false },
        target: { table, db: 'postgres://\${PW}@h/d' },
        where: 'a > 1',
        run: undefined,
        transform: [{ limit: 5 }, { sample: { rate: 0.5, seed: 7 } }],
      });`,
      { env: { PW: 'secret' } },
    );
    expect(plainValue(parsed.root)).toEqual({
      source: { paths: ['a.csv'], skipLines: '2', header: false },
      target: { table: 'orders', db: 'postgres://secret@h/d' },
      where: 'a > 1',
      transform: [{ limit: '5' }, { sample: { rate: '0.5', seed: '7' } }],
    });
    expect(parsed.secrets).toEqual(new Set(['secret']));
    expect(readTransform(parsed)).toMatchObject({ code: null, where: { text: 'a > 1', place: 'p.sluice.ts:6:9' } });
  });

  test('a function may be one of the steps', async () => {
    const parsed = await read(
      `${define}export default definePipeline({ transform: [{ explode: 'items' }, { limit: 5 }, (r) => r, { skip: 1 }] });`,
    );
    const { code, shape, steps } = readTransform(parsed);
    expect(code?.stepsBefore).toBe(1);
    expect([shape.length, steps.length]).toEqual([1, 2]);
  });

  test('zod is ours where the user has none, and the user’s own where there is one', async () => {
    const ours = await read("import { z } from 'zod';\nexport default { schema: z.object({ id: z.number() }) };");
    expect(ours.code?.schema?.safeParse({ id: 'x' }).success).toBe(false);
    expect(Object.keys(ours.code?.schema?.shape ?? {})).toEqual(['id']);
    const own =
      'export const z = { object: (shape) => ({ shape, _zod: {}, own: true, safeParse: (data) => ({ success: true, data }) }) };';
    const files = {
      'node_modules/zod/package.json': '{"name":"zod","version":"4.0.0","type":"module","exports":"./index.js"}',
      'node_modules/zod/index.js': own,
    };
    const theirs = await read("import { z } from 'zod';\nexport default { schema: z.object({ id: 1 }) };", { files });
    expect(theirs.code?.schema).toMatchObject({ own: true, shape: { id: 1 } });
  });

  test('other files of the user’s can be imported', async () => {
    const files = { 'lib/price.ts': 'export const price = (n: number): number => 2 * n;' };
    const parsed = await read(
      "import { price } from './lib/price';\nexport default { output: ['a'], transform: () => ({ a: price(2) }) };",
      { files },
    );
    expect(parsed.code?.transform?.({}, {} as never)).toEqual({ a: 4 });
    expect(parsed.code?.output).toEqual(['a']);
  });

  test('places are told by stacks: of the file itself, of files beside it, and of no others', async () => {
    const files = { 'lib/fail.ts': 'type A = string;\nexport function fail(): never {\n  throw new Error("x");\n}\n' };
    const parsed = await read(
      "import { fail } from './lib/fail';\nexport default {\n  transform: (r: any): any => {\n    if (r.a as boolean) fail();\n    throw new Error('y');\n  },\n};",
      { files },
    );
    const placeOf = (record: Record<string, unknown>): string | null => {
      try {
        void parsed.code?.transform?.(record, {} as never);
      } catch (error) {
        return parsed.code?.locate((error as Error).stack ?? '') ?? null;
      }
      return null;
    };
    expect(placeOf({ a: true })).toBe('lib/fail.ts:3:9');
    expect(placeOf({ a: false })).toBe('p.sluice.ts:5:11');
    expect(parsed.code?.locate(new Error('z').stack ?? '')).toBe(null);
  });
});

describe('what is wrong', () => {
  test.each([
    ['syntax', 'const a = 1;\nexport default { a:: 1 };', 'p.sluice.ts:2:20: Unexpected token'],
    [
      'a throw',
      'type A = { b: string };\n\nconst x: any = null;\nexport default { a: x.foo };',
      "p.sluice.ts:4:23: Cannot read properties of null (reading 'foo')",
    ],
    ['a throw of no error', "throw 'no';", 'p.sluice.ts: no'],
    [
      'a missing import',
      "import a from './nowhere.js';\nexport default { a };",
      "p.sluice.ts:1:30: Cannot find module './nowhere.js'",
    ],
    ['no export', 'export const a = 1;', 'The pipeline file p.sluice.ts has no default export.'],
    ['a function', 'export default () => ({});', 'The default export of p.sluice.ts is a function.'],
    ['a promise', 'export default Promise.resolve({});', 'The default export of p.sluice.ts is a promise.'],
    ['a text', "export default 'a';", 'The default export of p.sluice.ts is no object.'],
    [
      'an unknown key',
      "export default {\n  target: {\n    tabel: 'a',\n  },\n};",
      'p.sluice.ts:3:5: target.tabel: unknown key; did you mean table?',
    ],
    [
      'a wrong value',
      "export default {\n  target: { mode: 'upsrt' },\n};",
      /^p\.sluice\.ts:2:13: target\.mode: takes .*; "upsrt" is none; did you mean upsert\?$/,
    ],
    [
      'no schema',
      'export default { schema: {} };',
      'p.sluice.ts:1:18: schema: takes a schema of zod 4, such as z.object({ … })',
    ],
    ['no names', 'export default { output: [1] };', 'p.sluice.ts:1:18: output: takes a list of the names of columns'],
    [
      'no number',
      'export default { concurrency: 0 };',
      'p.sluice.ts:1:18: concurrency: takes a whole number from 1 to 10000',
    ],
    [
      'two functions',
      'export default { transform: [(r) => r, (r) => r] };',
      'p.sluice.ts:1:18: transform: one function at most is one of the steps',
    ],
    [
      'a late step',
      "export default { transform: [(r) => r, { explode: 'a' }] };",
      'p.sluice.ts:1:18: transform: explode and flatten come before the function',
    ],
    [
      'a function as a value',
      'export default { where: () => true };',
      'p.sluice.ts:1:18: where: takes no function; only transform does',
    ],
    [
      'a missing variable',
      "export default { where: '${NO_SUCH}' };",
      'p.sluice.ts:1:18: the environment has no NO_SUCH',
    ],
    ['itself within itself', 'const a: any = {}; a.target = a; export default a;', /nested too deep/],
    ['__proto__', "export default { columns: { ['__proto__']: 'a' } };", /__proto__ is no key here/],
  ])('%s', async (_, text, message) => {
    const error = await read(text).then(
      () => null,
      (reason: unknown) => reason as { code: string; message: string },
    );
    expect(error?.code).toBe('PIPELINE_INVALID');
    if (typeof message === 'string') expect(error?.message).toBe(message);
    else expect(error?.message).toMatch(message);
  });
});
