import { expect, test } from 'vitest';
import { type ColumnType, Verdict } from '../../../../src/schema/codecs/codec.js';
import { codecFor } from '../../../../src/schema/codecs/registry.js';

const session = { timeZone: 'UTC', dateOrder: 'MDY' } as const;

test.each([
  ['bool', 'true', '01'],
  ['int2', '7', '0007'],
  ['int4', '7', '00000007'],
  ['int8', '7', '0000000000000007'],
  ['float4', '1', '3f800000'],
  ['float8', '1', '3ff0000000000000'],
  ['numeric', '1', '00010000000000000001'],
  ['text', 'a', '61'],
  ['varchar', 'a', '61'],
  ['bpchar', 'a', '61'],
  ['name', 'a', '61'],
  ['uuid', '00112233-4455-6677-8899-aabbccddeeff', '00112233445566778899aabbccddeeff'],
  ['date', '2000-01-02', '00000001'],
  ['time', '00:00:01', '00000000000f4240'],
  ['timestamp', '2000-01-01 00:00:01', '00000000000f4240'],
  ['timestamptz', '2000-01-01 00:00:01+00', '00000000000f4240'],
  ['json', '1', '31'],
  ['jsonb', '1', '0131'],
  ['bytea', 'a', '61'],
])('%s has its codec', (name, spelling, image) => {
  expect(imageOf(typeNamed(name), spelling)).toBe(image);
});

test('an enum is known by its labels, whatever its name', () => {
  expect(imageOf({ ...typeNamed('bool'), builtIn: false, labels: ['sad', 'ok'] }, 'ok')).toBe('6f6b');
});

test.each(['char', 'money', 'point', '_int4', 'int4range', '__proto__', ''])('%j has none', (name) => {
  expect(codecFor(typeNamed(name), session)).toBeNull();
});

test("a user's type with a built-in name has none", () => {
  expect(codecFor({ ...typeNamed('int4'), builtIn: false }, session)).toBeNull();
});

function typeNamed(name: string): ColumnType {
  return { name, builtIn: true, typmod: -1, display: name, labels: [] };
}

/** The image that the type's codec makes, without the length word, in hexadecimal. */
function imageOf(type: ColumnType, spelling: string): string | undefined {
  const bytes = Buffer.from(spelling);
  const output = { bytes: Buffer.alloc(128), offset: 0 };
  const verdict = codecFor(type, session)?.(bytes, 0, bytes.length, output);
  return verdict === Verdict.accepted ? output.bytes.toString('hex', 4, output.offset) : undefined;
}
