import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeOf, rawRecord, type Batch } from '../../../../src/batch/batch.js';
import { FieldValues } from '../../../../src/batch/field-values.js';
import type { RecordStart } from '../../../../src/batch/place.js';
import { resolveValidatePlan, type ValidateFlags } from '../../../../src/config/validate-plan.js';
import { agreedColumns } from '../../../../src/run/reading/agreed-columns.js';
import { batchesOf } from '../../../../src/run/reading/batches.js';
import { allColumns } from '../../../../src/run/reading/layouts.js';
import type { RecordSource } from '../../../../src/run/reading/record-source.js';
import { understand } from '../../../../src/run/reading/understand.js';
import { openSources } from '../../../../src/sources/open-sources.js';
import { bytesSource } from '../../../support/sources.js';
import { tempFolder } from '../../../support/temp-folder.js';

const never = new AbortController().signal;

/** A record or a reject, at its place. */
interface Item extends RecordStart {
  readonly raw: string;
  /** Its values, or the codes of its faults. */
  readonly content: readonly (string | null)[];
}

interface Read {
  readonly items: readonly Item[];
  readonly firstOrdinal: number;
  /** What the assembler said at the end. */
  readonly records: number;
}

/** Reads all columns of all records, or of those from some record on. */
async function read(input: RecordSource, start?: RecordStart): Promise<Read> {
  const reading = await input.records(allColumns(agreedColumns([input]), input), start);
  const items: Item[] = [];
  for await (const batch of batchesOf(input.source, reading, never)) items.push(...itemsOf(batch));
  items.sort((one, other) => one.ordinal - other.ordinal);
  return { items, firstOrdinal: reading.firstOrdinal, records: reading.assembler.records };
}

function itemsOf(batch: Batch): Item[] {
  const values = new FieldValues();
  const good = Array.from({ length: batch.recordCount }, (_, record) => ({
    ...withoutSource(placeOf(batch, record)),
    raw: rawRecord(batch, record).toString('latin1'),
    content: Array.from({ length: batch.width }, (_, column) => {
      return values.of(batch, record * batch.width + column)?.toString('latin1') ?? null;
    }),
  }));
  const bad = batch.rejected.map(({ place, raw, faults }) => ({
    ...withoutSource(place),
    raw: raw.toString('latin1'),
    content: faults.map(({ kind: { code }, value }) => `${code} ${value?.toString('latin1') ?? ''}`),
  }));
  return [...good, ...bad];
}

function withoutSource({ ordinal, line, byteOffset }: RecordStart): RecordStart {
  return { ordinal, line, byteOffset };
}

function sourceOf(input: string | Buffer, flags: ValidateFlags, chunkSize?: number): Promise<RecordSource> {
  const source = bytesSource(Buffer.from(input), chunkSize);
  const plan = resolveValidatePlan(['data'], flags).reading;
  return understand({ source, containers: [], encoding: 'utf-8' }, plan);
}

/** From each record on comes what comes after it in a reading of all. */
async function expectTails(input: RecordSource): Promise<readonly Item[]> {
  const { items, firstOrdinal, records } = await read(input);
  expect([firstOrdinal, records]).toEqual([1, items.length]);
  for (const [index, item] of items.entries()) {
    expect(await read(input, withoutSource(item))).toEqual({
      items: items.slice(index),
      firstOrdinal: item.ordinal,
      records: items.length,
    });
  }
  return items;
}

/** Values and lines in which what is special in CSV is frequent, most of them sound. */
const csvLine = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(csvValue(), csvValue()).map((values) => values.join(',')) },
  fc.constantFrom('', '# a comment, "', 'one', 'a,b,c', '"open,1', '"a"b,1', '\u00e9,\u20ac'),
);

function csvValue(): fc.Arbitrary<string> {
  return fc.constantFrom('1', '', 'a b', '"x"', '"x\ny"', '"x\r\n""y"""', '"#"', "'");
}

const csvText = fc
  .tuple(fc.array(csvLine, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, lineEnd, isEnded]) => lines.join(lineEnd) + (isEnded ? lineEnd : ''));

const csvFlags = { format: 'csv', delimiter: ',', quote: '"', comment: '#' } as const;

describe('a reading of CSV that begins at any record', () => {
  const heads = fc.constantFrom<{ head: string; flags: ValidateFlags }>(
    { head: 'a,b\n', flags: { header: '1' } },
    { head: '\ufeffa,b\r\n', flags: { header: '1' } },
    { head: '', flags: { header: false } },
    { head: '\ufeff', flags: { header: false } },
    { head: 'made by "x\n\n# note\na,b\n\n', flags: { header: '1', skipLines: '2' } },
    { head: 'x,y\n"a\nb",c\n', flags: { header: '2' } },
  );

  test('is the rest of that of all', async () => {
    await fc.assert(
      fc.asyncProperty(heads, csvText, fc.constantFrom(1, 7, 65_536), async ({ head, flags }, text, chunkSize) => {
        // The first line without a header says how wide the records are.
        const input = await sourceOf(`${head}1,2\n${text}`, { ...csvFlags, ...flags }, chunkSize);
        await expectTails(input);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, string, ValidateFlags]>([
    ['CR line ends', 'a,b\r1,2\r\r"x\ry",3\r# c\rbad\r4,5\r\n6,7', { ...csvFlags, lineEnd: 'cr' }],
    ['a long delimiter', 'a||b\n1||2\n"x\n||"||3\nbad\n\n4||5\n', { delimiter: '||', quote: '"' }],
    ['backslashes', 'a,b\n1,"\\"\n"\n"x\n,3\n4,5\n', { ...csvFlags, escape: '\\' }],
    ['lines that are too long', `a,b\n1,2\n${'x'.repeat(50)},3\n4,5\n`, { ...csvFlags, maxRecordBytes: '20' }],
  ])('whatever the dialect: %s', async (_, text, flags) => {
    const input = await sourceOf(text, flags, 3);
    expect((await expectTails(input)).length).toBeGreaterThan(2);
  });

  test('wherever blocks end', async () => {
    const line = `${'"wide\nvalue"'.padEnd(1000, ' ')},"${'x'.repeat(5000)}"\nshort\n`;
    const input = await sourceOf(`a,b\n${line.repeat(100)}`, { ...csvFlags, trim: true });
    const { items, records } = await read(input);
    expect(items.length).toBe(200);
    for (const index of [1, 40, 99, 100, 199]) {
      expect((await read(input, withoutSource(items[index]))).items).toEqual(items.slice(index));
    }
    expect(records).toBe(200);
  });
});

describe('a reading of NDJSON that begins at any record', () => {
  const record = fc.oneof(
    fc.record({ a: fc.jsonValue({ maxDepth: 2 }), b: fc.string() }).map((value) => JSON.stringify(value)),
    fc.constantFrom('', '  ', '{"a": 1', '{"c": 1}', '[1]', ' {"b":"\\u00e9\\ud800"}\t', '{"a":1,"a":"\\n"}'),
  );
  const ndjsonText = fc
    .tuple(fc.constantFrom('', '\ufeff'), fc.array(record, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'))
    .map(([mark, lines, lineEnd]) => [`${mark}{"a":1,"b":"x"}`, ...lines].join(lineEnd));

  test('is the rest of that of all', async () => {
    await fc.assert(
      fc.asyncProperty(ndjsonText, fc.constantFrom(1, 7, 65_536), async (text, chunkSize) => {
        await expectTails(await sourceOf(text, { format: 'ndjson' }, chunkSize));
      }),
      { numRuns: 100 },
    );
  });
});

describe('what begins at its front wherever it is asked to begin', () => {
  async function expectAll(input: RecordSource): Promise<readonly Item[]> {
    const whole = await read(input);
    expect([whole.firstOrdinal, whole.items.length]).toEqual([1, 3]);
    expect(await read(input, withoutSource(whole.items[1]))).toEqual(whole);
    return whole.items;
  }

  test.each<[string, string, ValidateFlags]>([
    ['by bytes', '[{"a":1},{"a":2},{"a":3}]', { format: 'json' }],
    ['by stream-json', '[{"a":1},{"a":2},/* 3 */{"a":3}]', { format: 'json', jsonComments: true }],
  ])('a document, %s', async (_, text, flags) => {
    await expectAll(await sourceOf(text, flags));
  });

  test('flattened NDJSON, in which the first of two keys of one name has the column', async () => {
    const input = await sourceOf('{"a_b":1}', { format: 'ndjson', flatten: true });
    const items = await expectAll(input.over(bytesSource(Buffer.from('{"a":{"b":1}}\n{"a_b":2}\n{"a_b":3}\n'))));
    expect(items.map(({ content }) => content)).toEqual([['1'], ['unknown_key '], ['unknown_key ']]);
  });
});

test.each([
  ['data.csv', (text: string) => Buffer.from(text)],
  ['data.csv.gz', (text: string) => gzipSync(text)],
  ['utf16.csv', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['utf16.csv.gz', (text: string) => gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
])('%s can be begun in its middle', async (name, pack) => {
  const cwd = await tempFolder();
  const lines = Array.from({ length: 3000 }, (_, index) => `${index},"\u00fc\n${index}"`);
  await writeFile(join(cwd, name), pack(['id,name', ...lines].join('\n')));
  const [opened] = await openSources(name, {
    cwd,
    stdin: Readable.from([]),
    signal: never,
    encoding: null,
    notice: () => undefined,
  });
  const input = await understand(opened, resolveValidatePlan([name], {}).reading);
  const { items } = await read(input);
  expect(items.length).toBe(3000);
  expect(await read(input, withoutSource(items[2500]))).toEqual({
    items: items.slice(2500),
    firstOrdinal: 2501,
    records: 3000,
  });
  expect(input.source.position()).toBe(input.source.size);
  await input.source.close();
});
