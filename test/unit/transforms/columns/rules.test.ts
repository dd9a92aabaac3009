import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_RULES, VALUE_CHECKS, type ColumnRules } from '../../../../src/schema/transform/column-plan.js';
import { typeFromName } from '../../../../src/schema/type-from-name.js';
import { compareDecimals, readDecimal } from '../../../../src/transforms/columns/decimal-order.js';
import { checkedForm } from '../../../../src/transforms/columns/value-checks.js';
import { columnPlan, makeColumns } from '../../../support/made-columns.js';

const held = (values: (string | null)[], rules: Partial<ColumnRules>, type: string | null = null) =>
  makeColumns(
    [columnPlan('v', { rules: { ...NO_RULES, ...rules }, type: type === null ? null : typeFromName(type) })],
    { values },
  );

describe('limits', () => {
  test.each<[string | null, string, string[], string[]]>([
    ['integer', '0', ['-1', '0', ' 7 '], ['-1']],
    ['bigint', '9007199254740993', ['9007199254740992', '9007199254740993'], ['9007199254740992']],
    [
      'numeric',
      '0.1',
      ['0.09999999999999999999', '0.10', '1e2', 'NaN', '-Infinity'],
      ['0.09999999999999999999', '-Infinity'],
    ],
    ['double precision', '0.5', ['0.25', '5e-1', 'NaN'], ['0.25']],
    ['date', '2024-02-29', ['2024-02-28', '2024-02-29', 'infinity'], ['2024-02-28']],
    [
      'timestamptz',
      '2024-01-01 00:00:00+00',
      ['2024-01-01 00:30:00+01', '2023-12-31 23:30:00-01'],
      ['2024-01-01 00:30:00+01'],
    ],
    ['text', 'b', ['a', 'b', '10', 'ä'], ['a', '10']],
    [null, '9', ['10', '8', '9.0'], ['8']],
    [null, '2024-01-01', ['2023-12-31', '2024-01-01 10:00'], ['2023-12-31']],
    [null, '😀', ['\uffee', '😀'], ['\uffee']],
  ])('%s from %s', (type, min, values, less) => {
    expect(held(values, { min }, type).faults).toEqual(less.map((value) => `rule_min ${value}`));
  });

  test('of what is no number can not be told', () => {
    expect(held(['x'], { max: '5' })).toMatchObject({
      faults: ['rule_max x'],
      messages: ["can't be compared with 5 (rule max)"],
    });
  });

  test('a limit that is none of the table is an error of the file', () => {
    const plan = columnPlan('v', { rules: { ...NO_RULES, min: 'x' } });
    const typeOf = () => typeFromName('integer');
    expect(() => makeColumns([plan], { values: [], typeOf })).toThrow(
      'columns.v: min takes a value of type integer; "x" is none.',
    );
  });

  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 30 }))
    .map(([units, scale]) => {
      const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
      const text = `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
      return { text, exact: units * 10n ** BigInt(30 - scale) };
    });

  test('decimals compare exactly', () => {
    const near = fc.oneof(
      decimal,
      fc.integer({ min: -50, max: 50 }).map((n) => ({ text: `${n}`, exact: BigInt(n) * 10n ** 30n })),
    );
    fc.assert(
      fc.property(near, near, (one, other) => {
        const [a, b] = [readDecimal(one.text), readDecimal(other.text)];
        expect(a !== null && b !== null && Math.sign(compareDecimals(a, b))).toBe(
          one.exact === other.exact ? 0 : one.exact < other.exact ? -1 : 1,
        );
      }),
    );
  });
});

test('all rules that a value breaks are told, and all columns', () => {
  const rules = { ...NO_RULES, minLength: 3, pattern: /^[A-Z]+$/, in: new Set(['AAA', '']), check: 'email' as const };
  const plans = [columnPlan('v', { rules }), columnPlan('w', { from: 'v', rules: { ...NO_RULES, max: '0' } })];
  const { faults, messages } = makeColumns(plans, { values: ['b'] });
  expect(faults).toEqual(['rule_length b', 'rule_pattern b', 'rule_in b', 'rule_check b', 'rule_max b']);
  expect(messages.slice(0, 4)).toEqual([
    'shorter than 3 characters (rule length)',
    'does not match /^[A-Z]+$/ (rule pattern)',
    'not one of AAA, "" (rule in)',
    'not an email address (rule check)',
  ]);
});

test('required, length in characters, and a value that has not its type', () => {
  expect(held(['', null], { required: true }).faults).toEqual(['rule_required NULL']);
  expect(held(['😀😀', 'ab', 'abc'], { maxLength: 2 }).faults).toEqual(['rule_length abc']);
  expect(held(['x', '70000', '5'], { min: '0' }, 'smallint').faults).toEqual(['invalid x', 'out_of_range 70000']);
});

const forms: Readonly<Record<(typeof VALUE_CHECKS)[number], readonly [good: string, bad: string]>> = {
  email: ['a@b.de', 'a@b'],
  url: ['https://x.de/?a=1', 'x.de'],
  uuid: ['0f8fad5b-d9cb-469f-a165-70867728950e', '0f8fad5b-d9cb-969f-a165-70867728950e'],
  guid: ['0f8fad5b-d9cb-969f-a165-70867728950e', '0f8fad5b'],
  ip: ['::1', '1.2.3'],
  ipv4: ['1.2.3.4', '::1'],
  ipv6: ['2001:db8::1', '1.2.3.4'],
  cidr: ['10.0.0.0/8', '10.0.0.0'],
  hostname: ['db.example.com', 'a b'],
  e164: ['+14155552671', '0049'],
  date: ['2024-02-29', '2023-02-29'],
  time: ['23:59:59', '24:00:00'],
  datetime: ['2024-01-01T10:00:00+02:00', '2024-01-01'],
  duration: ['P1DT12H', '1 day'],
  base64: ['YWI=', 'YW I='],
  base64url: ['YWI', 'YW+I'],
  hex: ['00ff', '0g'],
  iban: ['DE89370400440532013000', 'DE00370400440532013000'],
  mac: ['00:1a:2b:3c:4d:5e', '00:1a'],
  jwt: ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'a.b.c'],
  ulid: ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3'],
  cuid2: ['tz4a98xxat96iws9zmbrgj3a', 'A'],
  nanoid: ['V1StGXR8_Z5jdHi6B-myT', 'x'],
};

test.each(VALUE_CHECKS)('check: %s', (check) => {
  const [good, bad] = forms[check];
  const { holds } = checkedForm(check);
  expect([holds(good), holds(bad)]).toEqual([true, false]);
});
