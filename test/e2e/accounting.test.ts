/** Nothing vanishes: random files with random faults, against a model that fits on a page. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();
beforeAll(() =>
  bench.sql('create table model (id int not null, amount numeric(6,2), note varchar(8), at timestamptz)'),
);

/** A record as it stands in the file, and what is to become of it. */
interface Line {
  /** Without the line end; may hold line feeds in quotes. */
  readonly raw: string;
  /** The faults: `column:code`. Empty: the record is good. */
  readonly faults: readonly string[];
  /** The row as Postgres shows it, when it is good. */
  readonly row?: readonly (string | null)[];
}

interface Field {
  readonly raw: string;
  readonly value?: string | null;
  readonly fault?: string;
}

const id = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((n) => good(`${n}`)) },
  fc.constantFrom(
    bad('id:not_null', ''),
    bad('id:invalid', 'x'),
    bad('id:out_of_range', '2147483648'),
    bad('id:invalid', '""'),
  ),
);
const amount = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 999_999 }).map((n) => good((n / 100).toFixed(2))) },
  fc.constantFrom(good('', null), bad('amount:out_of_range', '10000'), bad('amount:invalid', '"1,5"')),
);
const note = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[a-z ]{1,8}$/).map((text) => good(text)) },
  fc.constantFrom(
    good('"a\nb\r\n"', 'a\nb\r\n'),
    good('"say ""x"""', 'say "x"'),
    good('""', ''),
    good('"\u{1f600},"', '\u{1f600},'),
  ),
  fc.constantFrom(bad('note:too_long', 'nine char'), bad('note:nul_byte', 'a\0b'), good('', null)),
);
const at = fc.oneof(
  { weight: 9, arbitrary: fc.constant(good('2024-01-02T03:04:05Z', '2024-01-02 03:04:05+00')) },
  { weight: 1, arbitrary: fc.constant(good('Jan 5 2024 10:00 UTC', '2024-01-05 10:00:00+00')) },
  fc.constantFrom(good('', null), bad('at:out_of_range', '2024-02-30'), bad('at:invalid', 'soon')),
);

const fields = fc.tuple(id, amount, note, at).map(lineOf);
const malformed = fc.constantFrom<Line>(
  { raw: '1,2', faults: ['null:too_few_fields'] },
  { raw: '1,2,3,,5,6', faults: ['null:too_many_fields'] },
  { raw: '1,"2"x,3,', faults: ['null:text_after_quote'] },
);
const file = fc.record({
  lines: fc.array(fc.oneof({ weight: 12, arbitrary: fields }, malformed), { maxLength: 300 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  blankLines: fc.boolean(),
  lastLineEnd: fc.boolean(),
});

/** So that few lines, most of them broken, are not taken for another dialect. */
const plainCsv = '--delimiter , --quote " --escape quote --comment none --skip-lines 0 --header 1'.split(' ');

test('every record is loaded or rejected, with all its faults, on its own line', async () => {
  await fc.assert(
    fc.asyncProperty(file, async ({ lines, lineEnd, blankLines, lastLineEnd }) => {
      const separator = blankLines ? lineEnd + lineEnd : lineEnd;
      const header = 'id,amount,note,at';
      const text = [header, ...lines.map(({ raw }) => raw)].join(separator) + (lastLineEnd ? lineEnd : '');
      const rejects = lines.filter(({ faults }) => faults.length > 0);
      await bench.sql('truncate model');
      const { exitCode, summary, folder, stderr } = await bench.load(text, [
        '--table',
        'model',
        '--max-errors',
        '100%',
        ...plainCsv,
      ]);
      expect(exitCode, stderr).toBe(rejects.length > 0 ? 3 : 0);
      expect(summary.counts).toEqual({
        read: lines.length,
        loaded: lines.length - rejects.length,
        rejected: rejects.length,
        expanded: 0,
        filtered: 0,
        skipped: 0,
        rolledBack: 0,
      });
      expect(sorted(await loadedRows())).toEqual(sorted(lines.flatMap(({ row }) => (row === undefined ? [] : [row]))));
      if (rejects.length === 0) return;
      const written = await readFile(join(folder, 'data.rejects.csv'), 'utf8');
      expect(written).toBe([header, ...rejects.map(({ raw }) => raw), ''].join('\n'));
      expect(await writtenFaults(folder)).toEqual(expectedFaults(lines, separator));
    }),
    { numRuns: 15 },
  );
}, 60_000);

function good(raw: string, value: string | null = raw): Field {
  return { raw, value };
}

function bad(fault: string, raw: string): Field {
  return { raw, fault };
}

function lineOf(record: readonly Field[]): Line {
  const raw = record.map((field) => field.raw).join(',');
  const faults = record.flatMap(({ fault }) => fault ?? []);
  return faults.length > 0 ? { raw, faults } : { raw, faults, row: record.map(({ value }) => value ?? null) };
}

async function loadedRows(): Promise<unknown[][]> {
  const rows = await bench.sql(
    `select id::text, amount::text, note, (at at time zone 'UTC')::text || '+00' as at from model`,
  );
  return rows.map(Object.values);
}

function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

/** Each fault as `line:record:column:code`, from what was written. */
async function writtenFaults(folder: string): Promise<string[]> {
  const lines = (await readFile(join(folder, 'data.rejects.ndjson'), 'utf8')).trimEnd().split('\n');
  return lines.map((text) => {
    const { line, record, column, code } = JSON.parse(text) as Record<string, unknown>;
    return [line, record, column ?? 'null', code].join(':');
  });
}

/** The same from the model: the physical line is one more than the line feeds before the record. */
function expectedFaults(lines: readonly Line[], separator: string): string[] {
  const feeds = (text: string): number => text.split('\n').length - 1;
  let line = 1 + feeds(separator);
  return lines.flatMap(({ raw, faults }, index) => {
    const start = line;
    line += feeds(raw + separator);
    return faults.map((fault) => `${start}:${index + 1}:${fault}`);
  });
}
