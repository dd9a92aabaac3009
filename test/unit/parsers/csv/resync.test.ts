import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv, type ParseCsvOptions } from '../../../support/parse-csv.js';

/** A record as it is written, and as it is read; null: it is malformed. */
interface Line {
  readonly text: string;
  readonly value: string | null;
}

const good: readonly Line[] = [
  { text: 'word', value: 'word' },
  { text: '', value: '' },
  { text: '5" disk', value: '5" disk' },
  { text: '"two words"', value: 'two words' },
  { text: '"a, b"', value: 'a, b' },
  { text: '"line\nline"', value: 'line\nline' },
  { text: '"say ""it"" twice"', value: 'say "it" twice' },
];

/** None closes a quote that another opens: together they would be one well-formed record. */
const bad: readonly Line[] = [
  { text: '"open', value: null },
  { text: '"a"b', value: null },
  { text: '"a" "b"', value: null },
  { text: '"open, with ""quotes""', value: null },
];

const roads: [string, Partial<ParseCsvOptions>][] = [
  ['the byte parser', { blockBytes: 256 }],
  ['csv-parse', { byCsvParse: true }],
];

describe.each(roads)('a malformed record costs the line that it began on: %s', (_name, road) => {
  test('and no good record, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...good, ...bad), { maxLength: 40 }),
        fc.constantFrom(7, 1 << 16),
        (lines, chunkBytes) => {
          const text = lines.map((line, index) => `${index},${line.text}\n`).join('');
          const { records, rejects } = parseCsv(text, { width: 2, chunkBytes, ...road });
          const expected = lines.flatMap(({ value }, index) => (value === null ? [] : [[String(index), value]]));
          expect(records.map(({ fields }) => fields.map((field) => field ?? ''))).toEqual(expected);
          const lost = lines.flatMap((line, index) => (line.value === null ? [`${index},${line.text}`] : []));
          expect(rejects.map(({ raw }) => raw)).toEqual(lost);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('14 bad quotes in a large file cost 14 records', () => {
    const count = 20_000;
    const isBad = (index: number): boolean => index % 1429 === 700;
    const lines = Array.from({ length: count }, (_, index) => (isBad(index) ? bad : good)[index % bad.length]);
    const text = lines.map((line, index) => `${index},${line.text}\n`).join('');
    const { records, rejects } = parseCsv(text, { width: 2, chunkBytes: 1 << 16, ...road, blockBytes: 1 << 16 });
    expect(rejects).toHaveLength(14);
    expect(records).toHaveLength(count - 14);
    expect(records.at(-1)?.line).toBe(text.trimEnd().split('\n').length);
  });

  test('a quote that is never closed is given up at the longest record, and costs no more', () => {
    const text = `0,"open\n${'1,word\n'.repeat(5000)}`;
    const { records, rejects } = parseCsv(text, { width: 2, maxRecordBytes: 1000, chunkBytes: 512, ...road });
    expect(rejects).toEqual([expect.objectContaining({ code: 'record_too_long', raw: '0,"open' })]);
    expect(records).toHaveLength(5000);
  });
});
