import { describe, expect, test } from 'vitest';
import type { InferredType } from '../../../../src/schema/infer/inferred-type.js';
import { TypeInference } from '../../../../src/schema/infer/type-inference.js';
import { plainSpelling, type ValueSpelling } from '../../../../src/schema/spelling/spelling-for.js';
import { batchOf } from '../../../support/batches.js';

function typeOf(values: Partial<ValueSpelling>, ...texts: readonly string[]): InferredType {
  const inference = new TypeInference(1, { ...plainSpelling, ...values });
  inference.observe(batchOf(texts.map((text) => [text])));
  return inference.types()[0];
}

const german = { decimal: 0x2c, thousands: 0x2e };

describe('numbers', () => {
  test.each<[InferredType, string[]]>([
    ['integer', ['1', '1.234', '-12.345.678']],
    ['bigint', ['1.234', '3.000.000.000']],
    ['numeric', ['1,5', '1.234,56', '17']],
    ['text', ['1.23']],
    ['text', ['1,5', '1.5']],
    ['text', ['0.123']],
    ['text', ['007']],
    ['text', ['1,5 €']],
  ])('%s: %j', (type, texts) => {
    expect(typeOf(german, ...texts)).toBe(type);
  });

  test('with a comma for thousands', () => {
    expect(typeOf({ thousands: 0x2c }, '1,234,567.5', '12')).toBe('numeric');
  });
});

describe('dates', () => {
  test.each<[InferredType, string[]]>([
    ['date', ['31/12/2024', '1.2.2024', '2024/12/31', '2024-12-31']],
    ['timestamp', ['31/12/2024', '31/12/2024 13:05']],
    ['timestamptz', ['31/12/2024 13:05Z']],
    ['text', ['12/31/2024']],
    ['text', ['31.12.24']],
    ['text', ['1.2.3']],
  ])('%s: %j', (type, texts) => {
    expect(typeOf({ dateOrder: 'dmy' }, ...texts)).toBe(type);
  });

  test('the order decides which days there are', () => {
    expect(typeOf({ dateOrder: 'mdy' }, '12/31/2024')).toBe('date');
    expect(typeOf({ dateOrder: 'ymd' }, '2024/1/2')).toBe('date');
    expect(typeOf({}, '2024/1/2')).toBe('text');
  });
});
