import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { definePipeline, type Value } from '../../../../../src/config/pipeline/code/define-pipeline.js';

test('a definition is what it was given', () => {
  const definition = { target: { table: 'a' } };
  expect(definePipeline(definition)).toBe(definition);
});

test('transform gets what comes out of the schema', () => {
  definePipeline({
    schema: z.object({ id: z.number(), at: z.coerce.date(), note: z.string().nullable().default('') }),
    transform: (record, context) => {
      expectTypeOf(record).toEqualTypeOf<{ id: number; at: Date; note: string | null }>();
      expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
      return record.id > 1 ? [record, { ...record, id: 2 }] : null;
    },
  });
  definePipeline({
    schema: z.object({ id: z.bigint() }),
    transform: [
      { where: 'id > 1' },
      async (record) => {
        expectTypeOf(record).toEqualTypeOf<{ id: bigint }>();
        return Promise.resolve({ id: Number(record.id) });
      },
    ],
  });
});

test('without a schema it gets values by the names of columns', () => {
  definePipeline({
    transform: (record) => {
      expectTypeOf(record).toEqualTypeOf<Record<string, Value>>();
      return { ...record, a: 1 };
    },
  });
});

test('keys of sections are those of the file', () => {
  definePipeline({
    source: { paths: 'a.csv', skipLines: 2, header: false },
    columns: { '*': 'drop', id: 'ID', name: { from: 'Name', trim: true } },
    transform: [{ limit: 5 }, { explode: { field: 'a', empty: 'keep' } }],
    target: { table: 'a', role: 'loader', key: ['id'], map: { a: 'b' } },
    errors: { maxErrors: '1%' },
    run: { once: true },
  });
  // @ts-expect-error -- There is no such key.
  definePipeline({ target: { tabel: 'a' } });
  // @ts-expect-error -- There is no such choice.
  definePipeline({ transform: [{ explode: { field: 'a', empty: 'no' } }] });
  // @ts-expect-error -- A number is no record.
  definePipeline({ transform: () => 5 });
});
