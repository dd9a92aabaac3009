import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkPipeline } from '../../../../src/config/pipeline/check-pipeline.js';
import { parsePipeline } from '../../../../src/config/pipeline/parse-pipeline.js';
import { columnKeysForm } from '../../../../src/config/transform/column-keys.js';
import { readTransform } from '../../../../src/config/transform/read-transform.js';
import { NO_RULES, type ColumnPlan } from '../../../../src/schema/transform/column-plan.js';
import { documentedRows } from '../../../support/documented.js';

const env = { PII_SALT: 'pepper', PATTERN: '(', EMPTY: '' };

function columns(text: string): readonly ColumnPlan[] {
  const parsed = parsePipeline('p.yaml', `columns:\n${text.replace(/^/gm, '  ')}\n`, { env });
  checkPipeline(parsed);
  return readTransform(parsed).columns;
}

test('a column with all of it', () => {
  const [plan] = columns(`a:
  from: address.city
  expr: value + "!"
  onError: default
  default: '?'
  map: {A: a, 1: true, '': null}
  otherwise: {value: 7}
  null: [NA, 0]
  replace: [{pattern: a+, with: b, flags: i}, {pattern: x, with: ''}]
  upper: true
  trim: true
  type: varchar(9)
  mask: {keepEnd: 4, with: '#'}
  hash: {salt: '\${PII_SALT}'}
  required: true
  min: a
  max: z
  length: {min: 1, max: 9}
  pattern: {pattern: ^a, flags: i}
  in: [a, b]
  check: email`);
  expect(plan).toMatchObject({
    from: 'address.city',
    changes: [
      { kind: 'trim' },
      { kind: 'upper' },
      { kind: 'replace', pattern: /a+/gi, with: 'b' },
      { kind: 'replace', pattern: /x/g, with: '' },
      { kind: 'null', values: new Set(['NA', '0']) },
      { kind: 'default', value: '?' },
      {
        kind: 'map',
        values: new Map([
          ['A', 'a'],
          ['1', 'true'],
          ['', null],
        ]),
        otherwise: { kind: 'value', value: '7' },
      },
    ],
    type: { display: 'character varying(9)' },
    disguises: [
      { kind: 'hash', salt: 'pepper' },
      { kind: 'mask', keepStart: 0, keepEnd: 4, with: '#' },
    ],
    expr: { text: 'value + "!"', place: 'p.yaml:4:11' },
    rules: {
      ...NO_RULES,
      required: true,
      min: 'a',
      max: 'z',
      minLength: 1,
      maxLength: 9,
      pattern: /^a/i,
      in: new Set(['a', 'b']),
      check: 'email',
    },
    onError: 'default',
    default: '?',
    place: 'p.yaml:2:3: columns.a',
  });
});

test('dates, numbers and short forms', () => {
  const [date, iso, number, mask, length] =
    columns(`d: {format: [dd/MM/yyyy, yyyy-MM-dd], timezone: Europe/Paris, ambiguousTime: later}
i: {timezone: UTC}
n: {decimal: ',', thousands: space}
m: {mask: true}
l: {length: 5, otherwise: null, map: {a: b}}`);
  expect(date.changes).toEqual([
    { kind: 'date', formats: ['dd/MM/yyyy', 'yyyy-MM-dd'], timezone: 'Europe/Paris', ambiguous: 'later' },
  ]);
  expect(iso.changes).toEqual([{ kind: 'date', formats: [], timezone: 'UTC', ambiguous: 'reject' }]);
  expect(number.changes).toEqual([{ kind: 'number', marks: { decimal: 0x2c, thousands: 0x20 } }]);
  expect(mask.disguises).toEqual([{ kind: 'mask', keepStart: 0, keepEnd: 0, with: '*' }]);
  expect(length).toMatchObject({ rules: { minLength: 5, maxLength: 5 }, changes: [{ otherwise: { kind: 'null' } }] });
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['a: {trm: true}', 'p.yaml:2:7: columns.a.trm: unknown key'],
    ['a: {on_error: null}', 'columns.a.on_error: unknown key'],
    ['a: {onError: keep}', 'columns.a.onError: takes reject, null or default; "keep" is none'],
    ['a: {replace: {pattern: "(", with: x}}', 'p.yaml:2:26: columns.a.replace.pattern: takes a regular expression'],
    ['a: {pattern: "[a"}', 'p.yaml:2:16: columns.a.pattern: takes a regular expression'],
    [
      'a: {pattern: {pattern: a, flags: g}}',
      'columns.a.pattern.flags: takes letters of i, m, s and u, each once; "g" is none',
    ],
    ['a: {format: YYYY-MM-DD}', 'did you mean yyyy?'],
    [
      'a: {timezone: Mars/Olympus}',
      'columns.a.timezone: takes the name of a time zone, such as Europe/Paris or UTC; "Mars/Olympus" is none',
    ],
    ['a: {timezone: "+02:00"}', 'columns.a.timezone: takes the name of a time zone'],
    ['a: {ambiguousTime: later}', 'columns.a.ambiguousTime: takes a value only beside timezone'],
    ['a: {lower: true, upper: true}', 'columns.a.upper: takes no true beside lower'],
    ['a: {format: dd/MM/yyyy, decimal: ","}', 'columns.a.decimal: takes a value only of numbers'],
    ['a: {thousands: .}', 'columns.a.thousands: takes another character than the mark before the fraction'],
    ['a: {decimal: ab}', 'columns.a.decimal: takes one character'],
    ['a: {otherwise: keep}', 'columns.a.otherwise: takes a value only beside map'],
    ['a: {map: {}}', 'columns.a.map: takes at least one value'],
    ['a: {onError: default}', 'columns.a.onError: takes default only beside the key default'],
    ['a: {onError: default, default: x, type: integer}', 'columns.a.default: takes a value of the type of the column'],
    ['a: {type: integer, min: 0.5}', 'columns.a.min: takes a value of the type of the column'],
    ['a: {type: integr}', 'columns.a.type: takes a type such as bigint'],
    ['a: {length: {}}', 'columns.a.length: takes min, max or both'],
    ['a: {length: {min: 3, max: 2}}', 'columns.a.length.max: takes at least what min is'],
    ['a: {length: -1}', 'columns.a.length: takes a whole number from 0'],
    ['a: {hash: {}}', 'columns.a.hash.salt'],
    ['a: {hash: {salt: "${EMPTY}"}}', 'columns.a.hash.salt: takes a text that is not empty'],
    ['a: {check: emial}', 'did you mean email?'],
    ['__proto__: {trim: true}', 'p.yaml:2:3: __proto__ is no key here'],
  ])('%s', (text, message) => {
    expect(() => columns(text)).toThrow(message);
  });

  test('but nothing of the environment', () => {
    expect(() => columns('a: {pattern: "${PATTERN}("}')).toThrow(/regular expression/);
    expect(() => columns('a: {hash: {salt: {x: "${PII_SALT}"}}}')).not.toThrow(/pepper/);
  });
});

test('constructor is a name like others', () => {
  expect(columns('constructor: {trim: true}')[0]).toMatchObject({ name: 'constructor', changes: [{ kind: 'trim' }] });
});

describe('docs/pipelines.md', () => {
  test('has the keys in their order', () => {
    const rows = documentedRows('pipelines.md', '### `columns`');
    expect(rows.map(([key]) => key).filter((key) => key in columnKeysForm.shape)).toEqual(
      Object.keys(columnKeysForm.shape),
    );
  });

  test('its example fits', () => {
    const page = readFileSync(new URL('../../../../docs/pipelines.md', import.meta.url), 'utf8');
    const [, example = ''] = /### `columns`[^]*?```yaml\ncolumns:\n([^]*?)```/.exec(page) ?? [];
    expect(columns(example.replace(/^ {2}/gm, ''))).toHaveLength(8);
  });
});
