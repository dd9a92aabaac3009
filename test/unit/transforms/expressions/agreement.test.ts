/** What the check accepts runs, with types and without, and both agree: for expressions made at random. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { compileExpression } from '../../../../src/transforms/expressions/compile-expression.js';
import type { ValueKind } from '../../../../src/transforms/record/value-kind.js';

const kinds = new Map<string, ValueKind>([
  ['i', 'integer'],
  ['d', 'double'],
  ['s', 'text'],
  ['b', 'boolean'],
  ['t', 'timestamp'],
]);

const record = fc.record({
  i: fc.bigInt({ min: -1000n, max: 1000n }),
  d: fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  s: fc.string({ maxLength: 8 }),
  b: fc.boolean(),
  t: fc.date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('3000-01-01') }),
});

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('i', 'd', 's', 'b', 't', '1', '2.5', '"a"', 'true', 'null', 'record["i"]', 'date("2024-01-31")'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '%', '<', '>=', '==', '!=', '&&', '||', 'in'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(fc.constantFrom('!', '-'), tie('expression')).map(([operator, a]) => `${operator}(${a})`),
    fc
      .tuple(fc.constantFrom('coalesce', 'nullif', 'greatest'), tie('expression'), tie('expression'))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc
      .tuple(fc.constantFrom('lower', 'length', 'abs', 'round', 'year', 'date', 'string', 'double'), tie('expression'))
      .map(([name, a]) => `${name}(${a})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, ${b}].exists(x, x == ${a})`),
  ),
}));

/** Failures that depend on the value, not on its type; and those of NULL, which some functions make. */
const ofValues = /division by zero|modulo by zero|overflow|conversion|type error|date\(\)|null|negative|Invalid time/i;

test('what is checked runs, for all values of the types', () => {
  fc.assert(
    fc.property(expression, record, (text, values) => {
      const compiled = compiledOrNull(text);
      if (compiled === null) return;
      const read = Object.fromEntries(
        compiled.fields.map(({ name, variable }) => [variable, values[name as keyof typeof values]]),
      );
      const [typed, open] = [true, false].map((isComplete) => outcomeOf(() => compiled.evaluate(read, isComplete)));
      expect(typed).toEqual(open);
      // A choice that may be NULL has no type for what it is part of, so that such faults are found at the record only.
      if (/[?:] \(*null\b/.test(text)) return;
      if (open.failure !== null) expect(open.failure).toMatch(ofValues);
      else if (open.outcome !== null) expect(typeMatches(compiled.type, open.outcome)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

function compiledOrNull(text: string) {
  try {
    return compileExpression({ text, place: '--where' }, kinds);
  } catch (error) {
    if (error instanceof SluiceError) return null;
    throw error;
  }
}

function outcomeOf(run: () => unknown): { readonly outcome: unknown; readonly failure: string | null } {
  try {
    return { outcome: run(), failure: null };
  } catch (error) {
    return { outcome: null, failure: error instanceof Error ? error.message : String(error) };
  }
}

function typeMatches(type: string, value: unknown): boolean {
  switch (type) {
    case 'int':
      return typeof value === 'bigint';
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'google.protobuf.Timestamp':
      return value instanceof Date;
    default:
      return true;
  }
}

const comparisons = [
  ['<', (one: number, other: number) => one < other],
  ['<=', (one: number, other: number) => one <= other],
  ['==', (one: number, other: number) => one === other],
  ['!=', (one: number, other: number) => one !== other],
] as const;

test.each(comparisons)('numbers compare as JavaScript compares them: %s', (operator, compare) => {
  const whole = fc.integer({ min: -5, max: 5 });
  const double = fc.constantFrom(-1.5, -0, 0, 1, 1.5, 4, 1e300);
  const forms = [
    ['i', 'i2'],
    ['i', 'd'],
    ['d', 'i'],
    ['d', 'd2'],
  ];
  const both = new Map<string, ValueKind>([...kinds, ['i2', 'integer'], ['d2', 'double']]);
  const compiled = forms.map(([one, other]) =>
    compileExpression({ text: `${one} ${operator} ${other}`, place: '' }, both),
  );
  fc.assert(
    fc.property(whole, whole, double, double, (i, i2, d, d2) => {
      const numbers: Record<string, number> = { i, i2, d, d2 };
      for (const [at, [one, other]] of forms.entries()) {
        const read = Object.fromEntries(
          compiled[at].fields.map(({ name, variable, kind }) => [
            variable,
            kind === 'integer' ? BigInt(numbers[name]) : numbers[name],
          ]),
        );
        const expected = compare(numbers[one], numbers[other]);
        expect([true, false].map((isComplete) => compiled[at].evaluate(read, isComplete))).toEqual([
          expected,
          expected,
        ]);
      }
    }),
  );
});
