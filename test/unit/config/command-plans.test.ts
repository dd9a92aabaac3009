/** The plans of the commands that read but don't load. */
import { describe, expect, test } from 'vitest';
import { resolveConvertPlan } from '../../../src/config/convert-plan.js';
import { resolveValidatePlan } from '../../../src/config/validate-plan.js';

describe('validate', () => {
  test('of no flags has no target', () => {
    const { target, types, rejects } = resolveValidatePlan(['x.csv'], {});
    expect([target, types, rejects]).toEqual([null, new Map(), { budget: { kind: 'count', limit: 0 }, folder: '.' }]);
  });

  test.each([{ table: 'T' }, { db: 'postgres://h/d' }])('with %j has one', (flags) => {
    expect(resolveValidatePlan(['x.csv'], flags).target).not.toBe(null);
  });

  test('--type: the last = divides', () => {
    const { types } = resolveValidatePlan(['x.csv'], { type: ['a=bigint', 'b=c=Numeric(5,2)', '__proto__=date'] });
    expect([...types].map(([name, type]) => [name, type.name, type.display])).toEqual([
      ['a', 'int8', 'bigint'],
      ['b=c', 'numeric', 'numeric(5,2)'],
      ['__proto__', 'date', 'date'],
    ]);
  });

  test.each(['a', '=date', 'a=', 'a=geometry', 'a=varchar(0)', 'a=date; drop table t'])('--type %j is none', (text) => {
    expect(() => resolveValidatePlan(['x.csv'], { type: [text] })).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringMatching(/^--type: takes column=type/) as string,
      }),
    );
  });
});

describe('convert', () => {
  test('of no flags but the format', () => {
    const { to, output, types, inferTypes, reading } = resolveConvertPlan(['a', '-'], { to: 'tsv' });
    expect([to, output, types, inferTypes, reading.inputs]).toEqual(['tsv', null, new Map(), false, ['a', '-']]);
  });

  test('of all that are its own', () => {
    const plan = resolveConvertPlan(['a'], { to: 'ndjson', output: 'b.ndjson', type: ['n=int'], inferTypes: true });
    expect([plan.output, plan.types.get('n')?.name, plan.inferTypes]).toEqual(['b.ndjson', 'int4', true]);
  });

  test.each([{ to: 'xml' as 'csv' }, { to: 'csv', output: '' } as const])('%j is wrong', (flags) => {
    expect(() => resolveConvertPlan(['a'], flags)).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: expect.stringContaining('sluice convert --help') as string }),
    );
  });

  test('is frozen', () => expect(Object.isFrozen(resolveConvertPlan(['a'], { to: 'csv' }))).toBe(true));
});
