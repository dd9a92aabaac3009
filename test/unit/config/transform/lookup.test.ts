import { expect, test } from 'vitest';
import { checkPipeline } from '../../../../src/config/pipeline/check-pipeline.js';
import { parsePipeline } from '../../../../src/config/pipeline/parse-pipeline.js';
import { readTransform } from '../../../../src/config/transform/read-transform.js';
import type { ColumnChange } from '../../../../src/schema/transform/column-plan.js';

function changesOf(lookup: string, name = 'etl/p.sluice.yaml'): readonly ColumnChange[] {
  const parsed = parsePipeline(name, `columns:\n  id:\n    trim: true\n    lookup: ${lookup}\n`, { env: {} });
  checkPipeline(parsed);
  return readTransform(parsed).columns[0].changes;
}

const defaults = { key: null, value: null, cacheSize: 100_000 };

test.each([
  ['{file: c.csv}', { from: { kind: 'file', path: 'etl/c.csv' }, ...defaults }],
  ['{file: /c.csv, key: a, value: b}', { from: { kind: 'file', path: '/c.csv' }, ...defaults, key: 'a', value: 'b' }],
  ['{file: "https://x.example/c.csv"}', { from: { kind: 'file', path: 'https://x.example/c.csv' }, ...defaults }],
  ['{query: select 1, 2, cacheSize: 7}', undefined],
  ['{query: "select 1, 2", cacheSize: 7}', { from: { kind: 'query', sql: 'select 1, 2' }, ...defaults, cacheSize: 7 }],
])('%s', (text, lookup) => {
  if (lookup === undefined) expect(() => changesOf(text)).toThrow(/lookup/);
  else expect(changesOf(text)).toEqual([{ kind: 'trim' }, { kind: 'lookup', lookup, otherwise: { kind: 'reject' } }]);
});

test.each([
  ['reject', { kind: 'reject' }],
  ['keep', { kind: 'keep' }],
  ['null', { kind: 'null' }],
  ["'null'", { kind: 'null' }],
  ['{value: 0}', { kind: 'value', value: '0' }],
  ['{value: true}', { kind: 'value', value: 'true' }],
])('otherwise: %s', (text, otherwise) => {
  expect(changesOf(`{file: c.csv, otherwise: ${text}}`)[1]).toMatchObject({ otherwise });
});

test.each([
  ['{}', 'either file or query'],
  ['{file: a, query: b}', 'either file or query'],
  ['{file: "-"}', 'the path of a CSV file'],
  ['{file: a, otherwise: drop}', 'otherwise'],
  ['{file: a, cacheSize: 0}', 'a whole number from 1'],
  ['{file: a, cacheSize: 10000001}', 'a whole number from 1'],
  ['{file: a, keys: b}', 'unknown key'],
])('%s is refused', (text, message) => {
  expect(() => changesOf(text)).toThrow(message);
});
