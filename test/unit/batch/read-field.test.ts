import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FieldForm } from '../../../src/batch/batch.js';
import { readField } from '../../../src/batch/read-field.js';
import { batchOf } from '../../support/batches.js';
import { hardString, spell, spellings } from '../../support/json-texts.js';

function read(text: string, form: number): string {
  const bytes = Buffer.from(text);
  const batch = { ...batchOf([['x']]), bytes, spans: Int32Array.of(0, bytes.length), forms: Uint8Array.of(form) };
  const target = Buffer.alloc(bytes.length);
  return target.toString('utf8', 0, readField(batch, 0, target));
}

test('a plain field is its bytes', () => expect(read('a""\\n', FieldForm.plain)).toBe('a""\\n'));

test('doubled quotes are undone', () => expect(read('say ""a""', FieldForm.doubledQuotes)).toBe('say "a"'));

test('JSON escapes are undone as JSON.parse does, into no more bytes than there were', () => {
  fc.assert(
    fc.property(hardString(), spellings(['']), (value, spelling) => {
      expect(read(spell(value, spelling).slice(1, -1), FieldForm.jsonEscapes)).toBe(value);
    }),
    { numRuns: 500 },
  );
});
