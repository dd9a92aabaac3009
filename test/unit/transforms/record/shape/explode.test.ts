import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeOf, type Batch } from '../../../../../src/batch/batch.js';
import type { TransformPlan } from '../../../../../src/schema/transform/transform-plan.js';
import type { RecordProgram } from '../../../../../src/transforms/record/record-program.js';
import { TextReader } from '../../../../../src/batch/text-reader.js';
import { batchOf } from '../../../../support/batches.js';
import { testProgram } from '../../../../support/program.js';

/** A program over the fields `id` and `items` of CSV, and the batch of some records with room for what it makes. */
function programFor(
  plan: Partial<TransformPlan>,
  wanted: readonly string[] = ['id', 'items'],
): [RecordProgram, number] {
  const inputs = new Map(['id', 'items'].map((name, slot) => [name, { slot, type: null, isJson: false }]));
  const { program, made } = testProgram({ plan, inputs, wanted: new Set(wanted), plainOutputs: new Set(wanted) });
  return [program, made];
}

function roomy(rows: readonly (readonly [string, string | null])[], made: number): Batch {
  return batchOf(rows.map((row) => [...row, ...Array.from({ length: made }, () => null)]));
}

function valuesOf(batch: Batch, program: RecordProgram, name: string): (string | null)[] {
  const reader = new TextReader();
  reader.turnTo(batch);
  const slot = program.outputs.get(name)?.slot ?? 0;
  return Array.from({ length: batch.recordCount }, (_, row) => reader.of(row * batch.width + slot));
}

const element = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 2 }));
const list = fc.oneof(
  { weight: 4, arbitrary: fc.array(element, { maxLength: 5 }).map((value) => JSON.stringify(value, null, 1)) },
  fc.constantFrom(null, '', 'null', 'no JSON', '{"a": 1}', '"text"'),
);

describe('explode', () => {
  test.each(['filter', 'keep'] as const)(
    'makes of lists what JSON.parse makes of them, and all adds up (%s)',
    (empty) => {
      fc.assert(
        fc.property(fc.array(list, { minLength: 1, maxLength: 12 }), (lists) => {
          const [program, made] = programFor({ shape: [{ kind: 'explode', field: 'items', empty }] });
          const batch = roomy(
            lists.map((text, index) => [`${index + 1}`, text]),
            made,
          );
          void program.step(batch);
          const expected: [string, string | null][] = [];
          const rejected: number[] = [];
          for (const [index, text] of lists.entries()) {
            const value = parsed(text);
            if (!Array.isArray(value) && value !== null) rejected.push(index + 1);
            else if (value === null || value.length === 0)
              expected.push(...((empty === 'keep' ? [[`${index + 1}`, null]] : []) as [string, null][]));
            else expected.push(...value.map((one): [string, string | null] => [`${index + 1}`, textOf(one)]));
          }
          const ids = valuesOf(batch, program, 'id');
          const values = valuesOf(batch, program, 'items').map((text) => (text === null ? null : plain(text)));
          expect(ids.map((id, row) => [id, values[row]])).toEqual(expected);
          expect(ids.map((_, row) => placeOf(batch, row).ordinal)).toEqual(ids.map(Number));
          expect(batch.rejected.map(({ place }) => place.ordinal)).toEqual(rejected);
          const { expanded, filtered } = program.tally;
          expect(lists.length + expanded).toBe(batch.recordCount + rejected.length + filtered);
          expect(batch.filtered).toBe(filtered);
        }),
        { numRuns: 300 },
      );
    },
  );

  test('the rows of a record that has one with a fault are rejected together, and all adds up', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 5 }), { minLength: 1 }), (lists) => {
        const [program, made] = programFor({
          shape: [{ kind: 'explode', field: 'items', empty: 'filter' }],
          where: { text: 'items != 1', place: 'where' },
          rules: [{ expr: { text: 'items != 2', place: 'rules' }, message: 'is 2' }],
        });
        const batch = roomy(
          lists.map((numbers, index) => [`${index + 1}`, JSON.stringify(numbers)]),
          made,
        );
        void program.step(batch);
        const good = lists.flatMap((numbers) => (numbers.includes(2) ? [] : numbers.filter((number) => number !== 1)));
        expect(valuesOf(batch, program, 'items')).toEqual(good.map(String));
        const bad = lists.flatMap((numbers, index) => (numbers.includes(2) ? [index + 1] : []));
        expect(batch.rejected.map(({ place }) => place.ordinal)).toEqual(bad);
        const { expanded, filtered } = program.tally;
        expect(lists.length + expanded).toBe(good.length + bad.length + filtered);
      }),
    );
  });
});

describe('flatten', () => {
  test('gives members fields; escapes in keys are undone, other spellings find theirs, the last of two counts', () => {
    const [program, made] = programFor({ shape: [{ kind: 'flatten', field: 'items' }] }, [
      'id',
      'items_a',
      'items_unit_price',
      'items___proto__',
    ]);
    const batch = roomy(
      [
        ['1', '{"a": 1, "b": [1, {"a": 2}], "\\u0061": "x\\n"}'],
        ['2', '{"unitPrice": 2.5, "__proto__": {"x": 1}}'],
        ['3', null],
        ['4', '[1]'],
      ],
      made,
    );
    void program.step(batch);
    expect(valuesOf(batch, program, 'items_a')).toEqual(['x\n', null, null]);
    expect(valuesOf(batch, program, 'items_unit_price')).toEqual([null, '2.5', null]);
    expect(valuesOf(batch, program, 'items___proto__')).toEqual([null, '{"x": 1}', null]);
    expect(batch.rejected.map(({ faults }) => faults[0].kind.code)).toEqual(['not_an_object']);
  });
});

describe('sample', () => {
  test('does not depend on how records come in batches', () => {
    const keptBy = (size: number): (string | null)[] => {
      const [program, made] = programFor({ steps: [{ kind: 'sample', rate: 0.3, seed: 7 }] });
      const all = Array.from({ length: 1000 }, (_, index): [string, string] => [`${index + 1}`, 'x']);
      const kept: (string | null)[] = [];
      for (let at = 0; at < all.length; at += size) {
        const batch = roomy(all.slice(at, at + size), made);
        batch.firstOrdinal = at + 1;
        void program.step(batch);
        kept.push(...valuesOf(batch, program, 'id'));
      }
      return kept;
    };
    expect(keptBy(1000)).toEqual(keptBy(7));
    expect(keptBy(7)).toEqual(keptBy(1));
    expect(Math.abs(keptBy(1000).length - 300)).toBeLessThan(60);
  });
});

/** Undefined: it is no JSON. */
function parsed(text: string | null): unknown {
  if (text === null || text.trim() === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A value as a column has it: strings as they are, all else without blanks. */
function textOf(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? plain(value) : JSON.stringify(value);
}

function plain(text: string): string {
  const value = parsed(text);
  return value !== undefined && value !== null && typeof value === 'object' ? JSON.stringify(value) : text;
}
