import { expect, test } from 'vitest';
import { DatabaseFaults } from '../../../../src/sinks/copy/database-faults.js';
import type { ServerError } from '../../../../src/sinks/copy/row-refusal.js';

function refused(message: string, more: Partial<ServerError> = {}): ServerError {
  return Object.assign(new Error(message), { code: 'P0001', severity: 'ERROR', ...more });
}

test('the same complaint is the same kind, whatever the detail', () => {
  const faults = new DatabaseFaults();
  const [one, other] = ['Key (id)=(1) exists.', 'Key (id)=(2) exists.'].map((detail) =>
    faults.faultOf(refused('duplicate key', { code: '23505', constraint: 'k', detail })),
  );
  expect(other.kind).toBe(one.kind);
  expect([one.detail, other.detail]).toEqual(['Key (id)=(1) exists.', 'Key (id)=(2) exists.']);
  expect(one.kind).toMatchObject({ stage: 'database', code: 'not_unique', constraint: 'k', column: null });
});

test.each([
  ['23503', 'no_reference'],
  ['23514', 'check_violated'],
  ['23502', 'null'],
  ['23P01', 'excluded'],
  ['22007', 'refused_value'],
  ['P0001', 'raised'],
  ['UE001', 'refused'],
])('%s is called %s', (code, name) => {
  expect(new DatabaseFaults().faultOf(refused('no', { code, column: 'c' })).kind).toMatchObject({
    code: name,
    sqlstate: code,
    column: 'c',
  });
});

test("Postgres's own hint comes first", () => {
  expect(new DatabaseFaults().faultOf(refused('no', { code: '23505', hint: 'Do this.' })).kind.hint).toBe('Do this.');
});

test('a trigger that puts values into its messages makes no kind for each', () => {
  const faults = new DatabaseFaults();
  const all = Array.from({ length: 1000 }, (_, index) => faults.faultOf(refused(`row ${index} is odd`)));
  expect(new Set(all.map(({ kind }) => kind)).size).toBe(201);
  expect(all.at(-1)).toMatchObject({ kind: { message: 'PostgreSQL refused it' }, detail: 'row 999 is odd' });
});
