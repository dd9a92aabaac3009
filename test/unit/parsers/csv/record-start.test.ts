import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from '../../../support/parse-csv.js';

const dialect = fc.record({
  escape: fc.constantFrom('"', '\\'),
  comment: fc.constantFrom('', ';', 'a1'),
  trim: fc.boolean(),
  ragged: fc.constantFrom('reject' as const, 'pad' as const),
  maxRecordBytes: fc.constantFrom(8, 1 << 20),
  width: fc.integer({ min: 1, max: 3 }),
});

const text = fc
  .array(fc.constantFrom('"', '""', ',', ';', '\n', '\n', '\r\n', '\r', 'a', 'b c', '1', '\0', '\xff'), {
    maxLength: 50,
  })
  .map((parts) => parts.join(''));

test('from any record on come the records and rejects that come from there on in a reading of all', () => {
  fc.assert(
    fc.property(text, dialect, (input, options) => {
      const whole = parseCsv(input, options);
      for (const start of [...whole.records, ...whole.rejects]) {
        const rest = {
          records: whole.records.filter(({ ordinal }) => ordinal >= start.ordinal),
          rejects: whole.rejects.filter(({ ordinal }) => ordinal >= start.ordinal),
          read: whole.read,
        };
        for (const chunkBytes of [1, 2, 7, 65_536]) {
          expect(parseCsv(input, { ...options, start, chunkBytes, blockBytes: 16 })).toEqual(rest);
        }
      }
    }),
    { numRuns: 200 },
  );
});
