import { expect, test } from 'vitest';
import { displayWidth } from '../../../../src/report/display-width.js';
import { inspectJson } from '../../../../src/report/inspect/inspect-json.js';
import type { InspectedColumn, InspectReport } from '../../../../src/report/inspect/inspect-report.js';
import { renderInspect } from '../../../../src/report/inspect/render-inspect.js';

const id: InspectedColumn = {
  name: 'id',
  column: 'id',
  type: 'integer',
  values: 1000,
  nulls: 0,
  empties: 0,
  distinct: 1000,
  distinctIsExact: true,
  min: '1',
  max: '1000',
  longest: { characters: 4, line: 1001 },
  examples: ['7', '512'],
  ruledOut: [],
  mostly: null,
  histogram: { kind: 'range', from: '1', to: '1000', counts: [4, 3, 2, 1, 0, 4] },
};

const amount: InspectedColumn = {
  ...id,
  name: 'Amount €',
  column: 'amount',
  type: 'text',
  values: 996,
  nulls: 4,
  empties: 2,
  distinct: 437_369,
  distinctIsExact: false,
  min: '',
  max: '9.99',
  longest: { characters: 6, line: 812 },
  examples: ['1.50', '12,50'],
  ruledOut: [
    { type: 'integer', line: 3, value: '1.50' },
    { type: 'numeric', line: 812, value: '12,50' },
  ],
  mostly: { type: 'numeric', line: 812, value: '12,50', share: 0.99666 },
  histogram: {
    kind: 'frequency',
    values: [
      { value: 'paid', count: 90 },
      { value: '', count: 10 },
    ],
  },
};

const report: InspectReport = {
  source: 'orders.csv.gz',
  format: 'csv',
  encoding: 'utf-8',
  compression: 'gzip',
  dialect: [
    { name: 'delimiter', value: '\t', given: false },
    { name: 'quote', value: '"', given: true },
  ],
  bytes: 1_234_567,
  records: 1000,
  malformed: 0,
  isSample: false,
  columns: [id, amount],
  createTable: 'create table "orders" (\n  "id" integer,\n  "amount" text\n)',
  loadCommand: "sluice load orders.csv.gz --delimiter '\\t'",
};

/** The table's lines: heads and columns. */
function tableOf(columns: readonly InspectedColumn[], width = 100, unicode = true): string[] {
  const lines = renderInspect({ ...report, columns }, { width, unicode }).split('\n');
  const start = lines.findIndex((line) => line.startsWith('column'));
  return lines.slice(start, start + 1 + columns.length);
}

test('the whole report', () => {
  expect(renderInspect(report, { unicode: true }).split('\n')).toEqual([
    'orders.csv.gz: csv, utf-8, gzip, 1.23 MB',
    'delimiter \\t, quote " (given)',
    '1,000 records, 2 columns',
    '',
    'column    type     nulls  distinct  longest  min  max   examples  spread',
    'id        integer    0 %     1,000           1    1000  7, 512    ▇▅▃▂ ▇',
    'Amount €  text     0.4 %  ~437,000        6  ""   9.99  paid, ""  ▇▁',
    '~ estimated; spread: numbers and times from min to max, few values by frequency, other text by length',
    '',
    '  Amount €  text: integer until line 3: "1.50"; 99.7 % of the values are of type numeric; the first that is' +
      ' not: line 812: "12,50"; 2 empty strings (0.2 %), not NULL',
    '',
    'create table "orders" (',
    '  "id" integer,',
    '  "amount" text',
    ');',
    '',
    "sluice load orders.csv.gz --delimiter '\\t'",
  ]);
});

test('a terminal without UTF-8 gets ASCII bars', () => {
  expect(tableOf([id], 100, false)[1]).toContain('  #=-: #');
});

test('a sample, and records that could not be read, are said', () => {
  expect(renderInspect({ ...report, isSample: true, malformed: 1 })).toContain(
    'a sample: the first 1,000 records, 1 malformed record left out, 2 columns',
  );
});

test('no table to make, no dialect, no notes', () => {
  const lines = renderInspect({ ...report, createTable: null, dialect: [], compression: null, columns: [id] }).split(
    '\n',
  );
  expect(lines.slice(0, 3)).toEqual(['orders.csv.gz: csv, utf-8, 1.23 MB', '1,000 records, 1 column', '']);
  expect(lines.slice(6)).toEqual(['', "sluice load orders.csv.gz --delimiter '\\t'"]);
});

test('a column without a name is shown by that of the table, a column of NULL without values', () => {
  const none = { ...id, name: '', column: 'column_3', values: 0, nulls: 10, distinct: 0, examples: [], longest: null };
  expect(tableOf([{ ...none, type: 'text', min: null, max: null, histogram: null }])[1]).toBe(
    'column_3  text  100 %         0',
  );
});

test('shares are never rounded to none or all', () => {
  const cellOf = (nulls: number, values: number): string =>
    /(\S+ %)/.exec(tableOf([{ ...id, nulls, values }])[1])?.[0] ?? '';
  expect([cellOf(1, 1e6), cellOf(1e6, 1), cellOf(1, 2), cellOf(1, 99), cellOf(0, 0), cellOf(999, 1)]).toEqual([
    '<0.1 %',
    '>99.9 %',
    '33 %',
    '1.0 %',
    '0 %',
    '99.9 %',
  ]);
});

test('long names and values are cut to the width of the terminal, the widest first', () => {
  const wide = {
    ...amount,
    name: 'n'.repeat(80),
    min: 'm'.repeat(50),
    max: 'x',
    examples: ['e'.repeat(90)],
    histogram: null,
  };
  for (const width of [80, 100, 120]) {
    const lines = tableOf([id, wide], width);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(lines[2]).toMatch(/n… {2}text .*m… {2}x +e+…/);
  }
  expect(tableOf([wide], 20)[1]).toMatch(/^nnnnnnn… /);
});

test('wide characters keep the columns in line', () => {
  const lines = tableOf([
    { ...id, name: '金額', min: '猫猫', examples: ['👍👍👍'] },
    { ...id, name: 'ééé' },
  ]);
  const places = lines.slice(1).map((line) => displayWidth(line.slice(0, line.indexOf('integer'))));
  expect(new Set(places).size).toBe(1);
  expect(tableOf([{ ...id, name: '猫'.repeat(60) }], 60)[1]).toMatch(/^猫{3,}… +integer/);
});

test('nothing that a terminal would obey is printed, nor a line too long to read', () => {
  const evil = '\x1b]0;owned\x07\x1b[2J\u202eabc\r\n\0\u200b\u{e0001}';
  const hostile: InspectedColumn = {
    ...amount,
    name: evil,
    column: evil,
    min: evil,
    max: `${evil}${'y'.repeat(1 << 20)}`,
    examples: [evil, '😀'.repeat(100)],
    ruledOut: [{ type: 'integer', line: 2, value: evil }],
    mostly: null,
    histogram: { kind: 'frequency', values: [{ value: evil, count: 1 }] },
  };
  const text = renderInspect({
    ...report,
    source: evil,
    encoding: evil,
    compression: evil,
    dialect: [{ name: 'comment', value: evil, given: false }],
    columns: [hostile, { ...hostile, histogram: null }],
    createTable: `create table "${evil}"`,
    loadCommand: `sluice load '${evil}'`,
  });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  for (const line of text.split('\n')) expect(line.length).toBeLessThan(400);
});

test('colours, where the terminal has them', () => {
  const text = renderInspect(report, { paint: (style, part) => `<${style}>${part}</${style}>` });
  expect(text).toContain('<bold>orders.csv.gz</bold>: csv');
  expect(text).toMatch(/<bold>column .*<\/bold>/);
});

test('JSON is the report, its shares rounded', () => {
  const parsed = JSON.parse(inspectJson(report)) as InspectReport;
  expect(parsed.columns[1].mostly?.share).toBe(0.9967);
  expect(parsed).toEqual({
    ...report,
    columns: [id, { ...amount, mostly: { ...amount.mostly, share: 0.9967 } }],
  });
});
