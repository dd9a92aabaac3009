import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listFlags } from '../../../src/config/list-flags.js';
import { loadFlags } from '../../../src/config/load-plan.js';
import { definePipeline, type ConvertOptions, type LoadOptions, type ValidateOptions } from '../../../src/index.js';
import { optionFlags } from '../../../src/library/option-flags.js';
import { stopSignal } from '../../../src/library/stop-signal.js';
import { wordedForCode } from '../../../src/library/worded-for-code.js';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { documentedRows } from '../../support/documented.js';

describe('optionFlags', () => {
  const lists = listFlags(loadFlags);

  test('lists are the flags that may be repeated', () => {
    expect([...lists].toSorted()).toEqual(
      ['addColumn', 'after', 'before', 'ignoreColumns', 'include', 'key', 'map', 'null', 'set'].toSorted(),
    );
  });

  test.each<[string, LoadOptions, object]>([
    ['numbers are texts', { maxErrors: 5, jobs: 2 }, { maxErrors: '5', jobs: '2' }],
    ['one value is a list', { map: 'a=b', key: ['a', 'b'] }, { map: ['a=b'], key: ['a', 'b'] }],
    ['booleans stay', { dryRun: true, header: false }, { dryRun: true, header: false }],
    ['what is undefined is not given', { table: undefined }, {}],
    ['null for reject files is no flag', { rejectsDir: null }, {}],
    [
      'what is no flag is left out',
      { inputs: 'a', cwd: '/', env: {}, on: {}, pipeline: 'p', rejectsDir: 'r' },
      { rejectsDir: 'r' },
    ],
    ['what nobody knows is left in, to be refused', { tabel: 'x' } as object, { tabel: 'x' }],
  ])('%s', (_, options, flags) => {
    expect(optionFlags(options, lists)).toEqual(flags);
  });

  test('an option called __proto__ is one that nobody knows', () => {
    const flags = optionFlags(JSON.parse('{"__proto__": {"table": "x"}}') as object, lists);
    expect(Object.keys(flags)).toEqual(['__proto__']);
    expect(loadFlags.safeParse(flags).data?.table).toBeUndefined();
  });
});

test('docs/library.md lists the options that are no flags, and no other', () => {
  const documented = documentedRows('library.md', '## Options').map(([name]) => name);
  const given = Object.fromEntries(documented.map((name) => [name, 'x']));
  expect(optionFlags(given, new Set())).toEqual({ rejectsDir: 'x' });
  expect(documented).toHaveLength(8);
});

test('types: wrong options and records are seen by the compiler', () => {
  const pipeline = definePipeline({
    schema: z.object({ id: z.number(), name: z.string() }),
    // @ts-expect-error -- What the schema gives is a number.
    transform: (row) => ({ ...row, name: upperCase(row.id) }),
  });
  const good = definePipeline({
    schema: z.object({ id: z.number() }),
    transform: (row) => ({ ...row, twice: 2 * row.id }),
  });
  const load: LoadOptions[] = [
    { pipeline },
    { pipeline: good, inputs: ['a'] },
    { maxErrors: 5, null: ['-'], mode: 'upsert' },
  ];
  // @ts-expect-error -- There is no such mode.
  load.push({ mode: 'insert' });
  // @ts-expect-error -- A name is no number.
  load.push({ table: 5 });
  const validate: ValidateOptions[] = [{ inputs: 'a', db: false, type: 'n=int' }];
  // @ts-expect-error -- A validation writes nothing.
  validate.push({ mode: 'append' });
  // @ts-expect-error -- A conversion has to know where to.
  const convert: ConvertOptions = { inputs: 'a', to: 'csv' };
  expect([load, validate, convert]).toBeDefined();
});

test.each([
  ['--max-errors: takes a number', 'maxErrors: takes a number'],
  ['pass --create, or --table', 'pass create, or table'],
  ['sluice load --help lists', 'sluice load --help lists'],
  ['a--b and ---', 'a--b and ---'],
])('wordedForCode: %s', (text, told) => {
  expect(wordedForCode({ message: text, hint: text })).toEqual({ message: told, hint: told });
  expect(wordedForCode({ message: text, hint: null }).hint).toBeNull();
});

describe('stopSignal', () => {
  test('follows the given one, whatever its reason', () => {
    const controller = new AbortController();
    const { signal } = stopSignal(controller.signal);
    expect(signal.aborted).toBe(false);
    controller.abort('enough');
    expect(signal.reason).toMatchObject({ code: 'INTERRUPTED', cause: 'enough' });
  });

  test('is aborted at once by one that is; an error of ours is its own reason', () => {
    const reason = new SluiceError('TERMINATED', 'Told to end.');
    expect(stopSignal(AbortSignal.abort(reason)).signal.reason).toBe(reason);
  });

  test('once released it does not listen any more', () => {
    const controller = new AbortController();
    const { signal, release } = stopSignal(controller.signal);
    release();
    controller.abort();
    expect(signal.aborted).toBe(false);
  });
});

function upperCase(text: string): string {
  return text.toUpperCase();
}
