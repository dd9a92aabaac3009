import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExpectedValue } from '../../../../src/config/pipeline/pipeline-test.js';
import { isSameValue } from '../../../../src/run/testing/same-value.js';
import { builtInType } from '../../../../src/schema/type-from-name.js';

const number = (text: string): ExpectedValue => ({ kind: 'number', text });
const text = (value: string): ExpectedValue => ({ kind: 'text', text: value });
const nothing: ExpectedValue = { kind: 'null' };

describe('are the same:', () => {
  test.each<[ExpectedValue, string | null, string | null]>([
    [nothing, null, null],
    [number('1.50'), '1.5', null],
    [number('-0'), '0.00', null],
    [number('1e3'), '1000', null],
    [number('.5'), '0.50', null],
    [number('007'), '007', null],
    [number('123456789012345678901234567890.10'), '123456789012345678901234567890.1', null],
    [text('1.50'), '1.5', 'numeric'],
    [text(''), '', null],
    [{ kind: 'boolean', value: true }, 't', null],
    [{ kind: 'boolean', value: false }, 'off', 'boolean'],
    [text('yes'), 'true', 'boolean'],
    [text('{"a": 1}'), '{"a":1}', 'jsonb'],
    [{ kind: 'json', value: { a: [1, null] } }, '{ "a": [1, null] }', null],
  ])('%j and %j, of type %s', (expected, got, type) => {
    expect(isSameValue(expected, got, type === null ? null : builtInType(type as 'numeric'))).toBe(true);
  });
});

describe('are not:', () => {
  test.each<[ExpectedValue, string | null, string | null]>([
    [nothing, '', null],
    [text(''), null, null],
    [number('1'), 'one', null],
    [number('1'), '', null],
    [number('1'), '-1', null],
    [number('10'), '1', null],
    [text('1.50'), '1.5', null],
    [text('1.50'), '1.5', 'text'],
    [text('A'), 'a', null],
    [{ kind: 'boolean', value: true }, 'f', null],
    [{ kind: 'boolean', value: false }, 'x', null],
    [text('x'), 'y', 'boolean'],
    [text('x'), 'y', 'jsonb'],
    [{ kind: 'json', value: {} }, '[]', null],
    [{ kind: 'json', value: {} }, '{', null],
  ])('%j and %j, of type %s', (expected, got, type) => {
    expect(isSameValue(expected, got, type === null ? null : builtInType(type as 'numeric'))).toBe(false);
  });
});

test('numbers are compared as JavaScript does, where it can', () => {
  const spelled = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()).map(String);
  fc.assert(
    fc.property(spelled, spelled, fc.nat(3), (one, other, zeros) => {
      expect(isSameValue(number(one), other, null)).toBe(Number(one) === Number(other));
      const longer = one.includes('e') ? one : `${one}${one.includes('.') ? '' : '.'}${'0'.repeat(zeros)}`;
      expect(isSameValue(number(one), longer, null)).toBe(true);
    }),
  );
});
