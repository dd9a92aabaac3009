import { expect, test } from 'vitest';
import { JsonType } from '../../../src/parsers/json/json-type.js';
import { typeOfColumn } from '../../../src/run/type-of-column.js';

const { string, number, boolean, object, array, null: nothing } = JsonType;

test.each([
  ['integer', 0, 'integer'],
  ['text', 0, 'text'],
  ['integer', number, 'integer'],
  ['integer', number | nothing, 'integer'],
  ['integer', string, 'text'],
  ['bigint', string | number, 'text'],
  ['numeric', string | nothing, 'text'],
  ['boolean', string, 'text'],
  ['boolean', boolean, 'boolean'],
  ['text', boolean | number, 'text'],
  ['date', string, 'date'],
  ['timestamptz', string | nothing, 'timestamptz'],
  ['uuid', string, 'uuid'],
  ['text', number, 'numeric'],
  ['text', number | nothing, 'numeric'],
  ['text', number | string, 'text'],
  ['text', nothing, 'text'],
  ['text', object, 'jsonb'],
  ['text', array | nothing, 'jsonb'],
  ['integer', number | array, 'jsonb'],
] as const)('looks like %s, and has the JSON types %i: %s', (looks, seen, type) => {
  expect(typeOfColumn(looks, seen)).toBe(type);
});
