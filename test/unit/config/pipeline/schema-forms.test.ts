import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { formsAt, keyPaths, keysOf } from '../../../../src/config/pipeline/schema-forms.js';

const schema = z.strictObject({
  a: z.string().optional(),
  b: z.record(z.string(), z.union([z.string(), z.strictObject({ c: z.boolean().default(false) }).optional()])),
  d: z
    .array(z.union([z.strictObject({ e: z.string() }), z.strictObject({ f: z.object({ g: z.string() }) })]))
    .nullable(),
  h: z.lazy(() => z.strictObject({ i: z.string() }).transform(String)),
});

describe('the keys at', () => {
  test.each([
    [[], ['a', 'b', 'd', 'h']],
    [['a'], []],
    [['b', 'any'], ['c']],
    [
      ['d', 3],
      ['e', 'f'],
    ],
    [['d', 0, 'f'], ['g']],
    [['h'], ['i']],
    [['constructor'], []],
    [['b', '__proto__', 'toString'], []],
  ])('%j', (path, keys) => expect(formsAt(schema, path).flatMap(keysOf)).toEqual(keys));
});

test('all keys', () => {
  expect(keyPaths(schema)).toEqual(['a', 'b', 'b.*.c', 'd', 'd[].e', 'd[].f', 'd[].f.g', 'h', 'h.i']);
});
