import { expect, test } from 'vitest';
import type { Batch } from '../../../../src/batch/batch.js';
import type { TransformPlan } from '../../../../src/schema/transform/transform-plan.js';
import { typeFromName } from '../../../../src/schema/type-from-name.js';
import type { RecordProgram } from '../../../../src/transforms/record/record-program.js';
import { batchOf } from '../../../support/batches.js';
import { testProgram } from '../../../support/program.js';

const types: Readonly<Record<string, string | null>> = { qty: 'integer', note: null, paid: 'boolean' };

function programOf(plan: Partial<TransformPlan>): RecordProgram {
  const inputs = new Map(
    Object.entries(types).map(([name, type], slot) => [
      name,
      { slot, type: type === null ? null : typeFromName(type), isJson: false },
    ]),
  );
  return testProgram({ plan, inputs }).program;
}

async function run(program: RecordProgram, rows: readonly (readonly (string | null)[])[]): Promise<Batch> {
  return program.step(batchOf(rows));
}

function where(text: string): Partial<TransformPlan> {
  return { where: { text, place: '--where' } };
}

function faultsIn(batch: Batch) {
  return batch.rejected.flatMap(({ faults }) =>
    faults.map(({ kind, value }) => [kind.column, kind.code, kind.message, value?.toString() ?? null]),
  );
}

test('a condition keeps, filters or rejects', async () => {
  const program = programOf(where('qty > 1'));
  const batch = await run(program, [
    ['1', 'a', 't'],
    ['2', 'b', 't'],
    [null, 'c', 't'],
    ['x', 'd', 't'],
  ]);
  expect(batch.recordCount).toBe(1);
  expect(program.tally.filtered).toBe(1);
  expect(faultsIn(batch)).toEqual([
    [null, 'expression_failed', 'where: qty is NULL', 'with qty = NULL'],
    ['qty', 'invalid', 'not a value of type integer, as an expression reads it', 'x'],
  ]);
});

test('a condition that is NULL is neither true nor false', async () => {
  const batch = await run(programOf(where('paid')), [['1', 'a', null]]);
  expect(faultsIn(batch)).toEqual([
    [null, 'expression_failed', 'where: its outcome is neither true nor false, but NULL or a value', null],
  ]);
});

test('reasons do not name values, so that there are few kinds of faults', async () => {
  const program = programOf(where('int(note) > 0 && size(parseJson(note)) == qty'));
  const rows = Array.from({ length: 500 }, (_, index) => ['1', `value ${index}`, 't']);
  const { rejected } = await run(program, rows);
  expect(rejected).toHaveLength(500);
  expect(new Set(rejected.map(({ faults }) => faults[0].kind)).size).toBe(1);
  expect(rejected[7].faults[0].value?.toString()).toBe('with note = "value 7", qty = 1');
});

test.each([
  ['100 / qty > 1', 'division by zero', 'with qty = 0'],
  ['100 % qty > 1', 'division by zero', 'with qty = 0'],
  ['9223372036854775807 + (qty + 1) > 0', 'integer overflow', 'with qty = 0'],
  ['note.substring(9) == ""', 'a place outside of the text', null],
  ['note.split(",")[5] == ""', 'a place outside of the list', null],
  ['{"a": 1}[note] == 1', 'a key that is not there', null],
  ['note.matches("(")', 'the pattern is no regular expression', 'with note = "a\\n\\x1bb"'],
  ['timestamp(note) > date("2024-01-01")', 'timestamp() takes ISO 8601 with a zone', null],
  ['parseJson("[1]") > qty', '> does not work on list<int> and int', null],
])('%s: %s', async (text, reason, value) => {
  const batch = await run(programOf(where(text)), [['0', 'a\n\u001bb', 't']]);
  const [[, code, message, shown]] = faultsIn(batch);
  expect([code, message]).toEqual(['expression_failed', `where: ${reason}`]);
  if (value !== null) expect(shown).toBe(value);
  expect(shown ?? '').not.toMatch(/[\n\u001b]/);
});

test('a rule that is not true is told in its own words', async () => {
  const rules = [{ expr: { text: 'qty < 5 || note == "big"', place: 'rules' }, message: 'too\nmany' }];
  const batch = await run(programOf({ rules }), [
    ['9', 'x', 't'],
    ['9', 'big', 't'],
  ]);
  expect(batch.recordCount).toBe(1);
  expect(faultsIn(batch)).toEqual([[null, 'rule', String.raw`too\nmany`, null]]);
});

test('values are read anew for each batch', async () => {
  const program = programOf(where('qty == 1'));
  await run(program, [['1', 'a', 't']]);
  await run(program, [['2', 'a', 't']]);
  expect(program.tally.filtered).toBe(1);
});
