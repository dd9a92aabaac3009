import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ColumnType, imageBound, type SessionSettings, Verdict } from '../../../../src/schema/codecs/codec.js';
import { codecFor } from '../../../../src/schema/codecs/registry.js';

const names = [
  'text',
  'varchar',
  'bpchar',
  'name',
  'uuid',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'json',
  'jsonb',
  'bytea',
  'mood',
];
const session: SessionSettings = { timeZone: 'UTC', dateOrder: 'MDY' };

function typeOf(name: string): ColumnType {
  const labels = name === 'mood' ? ['ok', 'so so', 'très bien'] : [];
  return { name, builtIn: labels.length === 0, typmod: name === 'varchar' ? 12 : -1, display: name, labels };
}

const whole = fc.constantFrom(
  '2024-01-15T10:30:00.123456+05:30',
  '1/15/2024 9:30 PM',
  '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  '{"a": [1.5e-3, "\\ud83d\\ude00\\n", null, true]}',
  '\\xdeadbeef',
  '\\377\\\\',
  'très bien',
);

/** The beginnings of valid values, at the very end of their buffer: what a codec reads past the end is undefined there. */
test.each(names)('%s reads to the end of its field and no further', (name) => {
  const codec = codecFor(typeOf(name), session);
  if (codec === null) throw new Error(`${name} has no codec`);
  fc.assert(
    fc.property(whole, fc.nat({ max: 50 }), (text, length) => {
      const field = Buffer.from(text.slice(0, length));
      const answers = ['', '0', ' ', '-', ':', '"', 'a'].map((after) => {
        const bytes = Buffer.from(field.toString() + after);
        const output = { bytes: Buffer.alloc(imageBound(field.length)), offset: 0 };
        const verdict = codec(bytes, 0, field.length, output);
        const image = verdict === Verdict.accepted ? output.bytes.toString('hex', 0, output.offset) : null;
        return `${verdict} ${image}`;
      });
      expect(new Set(answers).size).toBe(1);
    }),
    { numRuns: 300 },
  );
});
