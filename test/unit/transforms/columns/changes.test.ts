import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldForm } from '../../../../src/batch/batch.js';
import type { ColumnChange, ColumnPlan } from '../../../../src/schema/transform/column-plan.js';
import { columnPlan, makeColumns } from '../../../support/made-columns.js';

const changed = (values: (string | null)[], ...changes: ColumnChange[]) =>
  makeColumns([columnPlan('v', { changes })], { values });

const texts = fc.array(
  fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(' Ab ', '\tX', 'ÄÖ ', '\u00a0a', 'İ')),
  ),
  { maxLength: 20 },
);

describe('on bytes as on texts', () => {
  const onTexts = {
    trim: (text: string) => text.trim(),
    lower: (text: string) => text.toLowerCase(),
    upper: (text: string) => text.toUpperCase(),
  };
  const flags = fc.constantFrom<(keyof typeof onTexts)[]>(
    ['trim'],
    ['lower'],
    ['upper'],
    ['trim', 'lower'],
    ['trim', 'upper'],
  );

  test('trim, lower and upper', () => {
    fc.assert(
      fc.property(texts, flags, (values, kinds) => {
        const wanted = values.map((value) =>
          value === null ? null : kinds.reduce((text, kind) => onTexts[kind](text), value),
        );
        expect(changed(values, ...kinds.map((kind) => ({ kind }))).values).toEqual(wanted);
      }),
    );
  });

  test('of values whose form is still to be undone', () => {
    const plan = columnPlan('v', { changes: [{ kind: 'trim' }, { kind: 'lower' }] });
    const { values } = makeColumns([plan], { values: [' ""A"" '], form: FieldForm.doubledQuotes });
    expect(values).toEqual(['"a"']);
  });

  test('bytes that are no text are a fault, and stay no text', () => {
    const bad = Buffer.from([0x20, 0xff, 0x41]);
    const { faults, values } = makeColumns([columnPlan('v', { changes: [{ kind: 'lower' }] })], {
      values: [bad, 'A', '\ufffdA'],
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['invalid_utf8']);
    expect(values).toEqual(['a', '\ufffda']);
  });
});

describe('changes of texts', () => {
  test.each<[string, ColumnChange, (string | null)[], (string | null)[]]>([
    ['replace all', { kind: 'replace', pattern: /a/g, with: '<$&>' }, ['banana', '', null], ['b<a>n<a>n<a>', '', null]],
    ['null', { kind: 'null', values: new Set(['NA', '']) }, ['NA', '', 'n', null], [null, null, 'n', null]],
    ['default', { kind: 'default', value: '0' }, [null, '', '5'], ['0', '', '5']],
    [
      'map',
      {
        kind: 'map',
        values: new Map([
          ['A', 'a'],
          ['B', null],
        ]),
        otherwise: { kind: 'keep' },
      },
      ['A', 'B', 'C', null],
      ['a', null, 'C', null],
    ],
    [
      'map to NULL',
      { kind: 'map', values: new Map([['A', 'a']]), otherwise: { kind: 'null' } },
      ['A', 'C'],
      ['a', null],
    ],
    [
      'map to a value',
      { kind: 'map', values: new Map([['A', 'a']]), otherwise: { kind: 'value', value: '?' } },
      ['A', '__proto__', null],
      ['a', '?', null],
    ],
    [
      'numbers',
      { kind: 'number', marks: { decimal: 0x2c, thousands: 0x2e } },
      ['1.234.567,89', '-0,5', '7', null],
      ['1234567.89', '-0.5', '7', null],
    ],
  ])('%s', (_, change, values, wanted) => {
    expect(changed(values, change)).toMatchObject({ values: wanted, faults: [] });
  });

  test('what can not be made is a fault', () => {
    const map: ColumnChange = { kind: 'map', values: new Map([['A', 'a']]), otherwise: { kind: 'reject' } };
    expect(changed(['A', 'B'], map)).toMatchObject({ values: ['a'], faults: ['not_in_map B'] });
    const number: ColumnChange = { kind: 'number', marks: { decimal: 0x2c, thousands: 0x2e } };
    expect(changed(['1.23'], number)).toMatchObject({
      faults: ['invalid 1.23'],
      messages: ['not a number in the form 1.234.567,89'],
    });
  });
});

describe('onError', () => {
  const map: ColumnChange = { kind: 'map', values: new Map([['A', 'a']]), otherwise: { kind: 'reject' } };
  const asked = (more: Partial<ColumnPlan>) => columnPlan('v', { changes: [map], ...more });

  test('null, counted', () => {
    const { values, replaced, faults } = makeColumns([asked({ onError: 'null' })], { values: ['A', 'B', 'C'] });
    expect([values, [...replaced], faults]).toEqual([['a', null, null], [['v', 2]], []]);
  });

  test('default', () => {
    const { values } = makeColumns([asked({ onError: 'default', default: 'none' })], { values: ['B', 'A'] });
    expect(values).toEqual(['none', 'a']);
  });

  test('covers an expression, and leaves the field to others as it was', () => {
    const expr = { text: 'int(value) * 2', place: '' };
    const plans = [columnPlan('w', { from: 'v', expr, onError: 'default', default: '-1' }), columnPlan('v')];
    expect(makeColumns(plans, { values: ['21', 'x'] }).values).toEqual(['42', '-1']);
    expect(makeColumns(plans.toReversed(), { values: ['21', 'x'] }).values).toEqual(['21', 'x']);
  });
});

describe('hash and mask', () => {
  test('masks', () => {
    const masked = (keepStart: number, keepEnd: number, values: (string | null)[]) =>
      makeColumns([columnPlan('v', { disguises: [{ kind: 'mask', keepStart, keepEnd, with: '*' }] })], { values })
        .values;
    expect(masked(0, 4, ['4111111111111111', '1234', '12345', '', null])).toEqual([
      '************1111',
      '****',
      '*2345',
      '',
      null,
    ]);
    expect(masked(1, 0, ['Ünal', '😀😀'])).toEqual(['Ü***', '😀*']);
  });

  test('faults do not show what is to be hidden', () => {
    const map: ColumnChange = { kind: 'map', values: new Map(), otherwise: { kind: 'reject' } };
    const plan = columnPlan('v', { changes: [map], disguises: [{ kind: 'hash', salt: 'pepper' }] });
    expect(makeColumns([plan], { values: ['4111'] }).faults).toEqual(['not_in_map ***']);
  });
});
