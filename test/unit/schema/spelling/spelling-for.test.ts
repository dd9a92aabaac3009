import { expect, test } from 'vitest';
import { type ColumnType, Verdict } from '../../../../src/schema/codecs/codec.js';
import { codecFor } from '../../../../src/schema/codecs/registry.js';
import { plainSpelling, spellingFor } from '../../../../src/schema/spelling/spelling-for.js';
import { withSpelling } from '../../../../src/schema/spelling/with-spelling.js';

function typeOf(name: string, builtIn = true): ColumnType {
  return { name, builtIn, typmod: -1, display: name, labels: [] };
}

const values = { decimal: 0x2c, thousands: 0x2e, dateOrder: 'dmy' } as const;

test('numbers and dates have a spelling, all else has none', () => {
  const forms = ['int8', 'numeric', 'float4', 'date', 'timestamptz', 'time', 'text', 'uuid'].map(
    (name) => spellingFor(typeOf(name), values)?.form ?? null,
  );
  expect(forms).toEqual([
    ...['1.234.567,89', '1.234.567,89', '1.234.567,89', '31/12/2024', '31/12/2024'],
    ...[null, null, null],
  ]);
});

test("PostgreSQL's own spelling needs none, and a user's type keeps its own", () => {
  expect(['numeric', 'date'].map((name) => spellingFor(typeOf(name), plainSpelling))).toEqual([null, null]);
  expect(spellingFor(typeOf('numeric', false), values)).toBeNull();
});

test('a codec reads the respelled value; what is spelled otherwise is invalid', () => {
  const type = typeOf('int4');
  const codec = codecFor(type, { timeZone: 'UTC', dateOrder: 'MDY' });
  const spelling = spellingFor(type, values);
  if (codec === null || spelling === null) throw new Error('int4 has both');
  const output = { bytes: Buffer.alloc(64), offset: 0 };
  const encode = (text: string) => withSpelling(codec, spelling)(Buffer.from(text), 0, text.length, output);
  expect(encode('1.234')).toBe(Verdict.accepted);
  expect(output.bytes.readInt32BE(4)).toBe(1234);
  expect(['1.23', '1.234,0', '9.999.999.999'].map(encode)).toEqual([
    Verdict.invalid,
    Verdict.invalid,
    Verdict.outOfRange,
  ]);
});

test('a value longer than any usual one', () => {
  const type = typeOf('numeric');
  const codec = codecFor(type, { timeZone: 'UTC', dateOrder: 'MDY' });
  const spelling = spellingFor(type, values);
  if (codec === null || spelling === null) throw new Error('numeric has both');
  const text = `${'1'.repeat(50_000)},5`;
  const output = { bytes: Buffer.alloc(200_000), offset: 0 };
  expect(withSpelling(codec, spelling)(Buffer.from(text), 0, text.length, output)).toBe(Verdict.accepted);
});
