import { describe, expect, test } from 'vitest';

import { RejectDigest } from '../../../src/report/digest.js';
import { faultKind, rejectedRecord } from '../../support/rejected.js';

const amount = faultKind({ hint: '--decimal-comma reads 12,50 as 12.50.' });
const tooFew = faultKind({ stage: 'parse', column: null, code: 'too_few_fields', message: 'too few fields (3 of 10)' });

function digestOf(count: number, kind = amount, value: Buffer | null = Buffer.from('12,50')): RejectDigest {
  const digest = new RejectDigest();
  for (let line = 2; line < 2 + count; line++) digest.add(rejectedRecord(line, { faults: [{ kind, value }] }));
  return digest;
}

describe('the first lines', () => {
  test('name file, line, column, value and reason, as far as there are', () => {
    const printed: string[] = [];
    const digest = new RejectDigest((line) => printed.push(line));
    const notNull = faultKind({ column: 'id', code: 'not_null', message: 'is empty, but must not be' });
    const badBytes = faultKind({ stage: 'decode', column: null, code: 'bad_utf8', message: 'not UTF-8' });
    digest.add(rejectedRecord(17));
    const faults = [
      { kind: tooFew, value: null },
      { kind: notNull, value: null },
      { kind: badBytes, value: Buffer.from([0xff]) },
    ];
    digest.add(rejectedRecord(18, { source: '-', faults }));
    expect(printed).toEqual([
      'orders.csv:17: amount "12,50": not a numeric(12,2)',
      'stdin:18: too few fields (3 of 10)',
      'stdin:18: id: is empty, but must not be',
      String.raw`stdin:18: "\xff": not UTF-8`,
    ]);
    expect(digest.firstLines()).toEqual(printed);
  });

  test('show a place in a record as a place', () => {
    const message = "expected ',' or '}' after a value";
    const kind = faultKind({ stage: 'parse', column: null, code: 'malformed_json', message, shows: 'place' });
    const digest = digestOf(1, kind, Buffer.from('column 17, found "x\u001b}"'));
    const place = String.raw`column 17, found "x\x1b}"`;
    expect(digest.firstLines()).toEqual([`orders.csv:2: ${place}: ${message}`]);
    expect(digest.render()).toContain(`${message}, at orders.csv:2, ${place}`);
  });

  test('are ten', () => {
    const printed: string[] = [];
    const digest = new RejectDigest((line) => printed.push(line));
    for (let line = 2; line < 100; line++) digest.add(rejectedRecord(line));
    expect(printed).toHaveLength(10);
    expect(printed[9]).toMatch(/^orders\.csv:11: /);
  });

  test('a hostile value, column, file name or message never reaches the terminal raw', () => {
    const hostile = '\u001b]0;owned\u0007\r\u202egnp\u009b2J\u2028\n';
    const kind = faultKind({ column: hostile, message: hostile, hint: hostile });
    const digest = new RejectDigest();
    digest.add(rejectedRecord(2, { source: hostile, faults: [{ kind, value: Buffer.from(hostile) }] }));
    const shown = [...digest.firstLines(), ...digest.render().split('\n')];
    for (const line of shown) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(shown[0]).toContain(String.raw`\x1b]0;owned\x07\r\u202egnp\x9b2J\u2028\n`);
  });
});

describe('the digest', () => {
  test('is empty without faults', () => {
    expect(new RejectDigest().render()).toBe('');
    expect(new RejectDigest().counts()).toEqual([]);
  });

  test('groups by stage, column and code, most frequent first, with an example each and the hints', () => {
    const digest = digestOf(1_200);
    digest.add(rejectedRecord(5_000, { faults: [{ kind: tooFew, value: null }] }));
    digest.add(
      rejectedRecord(5_001, { faults: [{ kind: { ...tooFew, message: 'too few fields (4 of 10)' }, value: null }] }),
    );
    expect(digest.render().split('\n')).toEqual([
      '1,202 faults in 1,202 rejected records:',
      '  1,200  amount    validate invalid      not a numeric(12,2), "12,50" at orders.csv:2',
      '      2  (record)  parse too_few_fields  too few fields (3 of 10), at orders.csv:5000',
      'what may help:',
      '  amount: --decimal-comma reads 12,50 as 12.50.',
    ]);
    expect(digest.counts()).toEqual([
      { stage: 'validate', column: 'amount', code: 'invalid', count: 1_200 },
      { stage: 'parse', column: null, code: 'too_few_fields', count: 2 },
    ]);
  });

  test('counts the faults of one record apart from the record', () => {
    const digest = new RejectDigest();
    const faults = ['a', 'b', 'a'].map((column) => ({ kind: faultKind({ column }), value: null }));
    digest.add(rejectedRecord(2, { faults }));
    expect(digest.render()).toMatch(/^3 faults in 1 rejected record:\n {2}2 {2}a /);
  });

  test('shows 20 groups and counts the rest', () => {
    const digest = new RejectDigest();
    const faults = Array.from({ length: 33 }, (_, index) => ({
      kind: faultKind({ column: `c${index}` }),
      value: null,
    }));
    digest.add(rejectedRecord(2, { faults }));
    const lines = digest.render().split('\n');
    expect(lines).toHaveLength(1 + 20 + 1);
    expect(lines.at(-1)).toBe('  and 13 more kinds with 13 faults');
    expect(digest.counts()).toHaveLength(33);
  });

  test('says a hint once for all its columns, and no more than five hints', () => {
    const digest = new RejectDigest();
    const kinds = ['a', 'b', 'c', 'd', 'e'].map((column) => faultKind({ column, hint: 'the same' }));
    const others = ['1', '2', '3', '4', '5', '6'].map((hint) => faultKind({ column: `x${hint}`, hint }));
    const general = { ...tooFew, hint: '--quote none' };
    const faults = [...kinds, general, ...others].map((kind) => ({ kind, value: null }));
    digest.add(rejectedRecord(2, { faults }));
    const lines = digest.render().split('\n');
    const hints = lines.slice(lines.indexOf('what may help:') + 1);
    expect(hints).toHaveLength(5);
    expect(hints.slice(0, 3)).toEqual(['  a, b, c and 2 more: the same', '  --quote none', '  x1: 1']);
  });
});
