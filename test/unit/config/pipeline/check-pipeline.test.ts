import { describe, expect, test } from 'vitest';
import { checkPipeline } from '../../../../src/config/pipeline/check-pipeline.js';
import { parsePipeline } from '../../../../src/config/pipeline/parse-pipeline.js';
import { SluiceError } from '../../../../src/errors/sluice-error.js';

const secret = 'hunter2';

function faultsOf(text: string): string {
  try {
    checkPipeline(parsePipeline('p.yaml', text, { env: { SECRET: secret } }));
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'PIPELINE_INVALID') return error.message;
    throw error;
  }
  return 'none';
}

describe('right', () => {
  test.each([
    ['source: {paths: a.csv, null: [NA, -1], header: 2, trim: true}'],
    ['source: {paths: [a.csv, b.csv], header: false, delimiter: "\\t", include: "*.csv"}'],
    ['target: {table: Sales."Order", map: {a: b, "x=y": z}, key: id, searchPath: [a, "\\"B\\""], before: []}'],
    ['target: {map: [a=b], addColumn: {f: "@file", t: 5, e: ""}, searchPath: "a,b", lockTimeout: 500}'],
    ['errors: {maxErrors: 5%, rejectsDir: x}\nrun: {jobs: 4, retries: 0, once: true, retryTimeout: 90}'],
    ['{"$schema": "./pipeline.schema.json", "source": {}}'],
  ])('%s', (text) => expect(faultsOf(text)).toBe('none'));
});

describe('wrong in what is about records', () => {
  test.each([
    ['colums: {}', 'p.yaml:1:1: colums: unknown key; did you mean columns?'],
    ['columns:\n  email: {uper: true}', 'p.yaml:2:11: columns.email.uper: unknown key; did you mean upper?'],
    ['columns: {email: {upper: yes}}', 'p.yaml:1:26: columns.email.upper: takes true or false; "yes" is none'],
    ['columns: {a: {type: intt}}', 'p.yaml:1:21: columns.a.type: takes a type such as bigint'],
    ['columns: {a: [x]}', 'p.yaml:1:14: columns.a: takes one value or a mapping of its keys; a list is none'],
    ['columns: [a]', 'p.yaml:1:10: columns: takes a mapping; a list is none'],
    ['columns: {a: }', 'columns.a: has no value'],
    ['columns: {"\\e[31m": {uper: true}}', String.raw`columns.\x1b[31m.uper: unknown key; did you mean upper?`],
    ['columns: {__proto__: {}}', '__proto__ is no key here'],
    ['columns: {constructor: {toString: 1}}', 'columns.constructor.toString: unknown key'],
    ['where: [a]', 'p.yaml:1:8: where: takes one value; a list is none'],
    ['where: ""', 'where: takes a text that is not empty'],
    ['rules: [{message: x}]', 'p.yaml:1:9: rules[1].expr: is missing; it takes one value'],
    ['rules: [{exp: x, expr: y}]', 'p.yaml:1:10: rules[1].exp: unknown key; did you mean expr?'],
    ['rules: {expr: x}', 'rules: takes a list; a mapping is none'],
    ['transform:\n- limit: 1\n- dedup: id', 'p.yaml:3:3: transform[2].dedup: unknown key; did you mean dedupe?'],
    ['transform: [{limit: x}]', 'p.yaml:1:21: transform[1].limit: takes a whole number from 0; "x" is none'],
    ['transform: [{explode: {feld: a}}]', 'transform[1].explode.feld: unknown key; did you mean field?'],
    ['transform: [{explode: {field: a, empty: kep}}]', 'takes filter or keep; "kep" is none; did you mean keep?'],
    ['transform: [{sample: 2}]', 'transform[1].sample: takes a share from 0 to 1'],
    ['transform: [{limit: 1, skip: 2}]', "transform[1].skip: can't stand beside limit"],
    ['transform: [limit]', 'transform[1]: takes a mapping of its keys; "limit" is none'],
    ['transform: [{}]', 'transform[1]'],
  ])('%j', (text, message) => expect(faultsOf(text)).toContain(message));

  test('one form is told of, and not all', () => {
    expect(faultsOf('transform: [{dedup: id}]')).not.toContain('\n');
    expect(faultsOf('columns: {a: {uper: true, lower: true}}')).not.toContain('\n');
  });
});

describe('wrong', () => {
  test.each([
    ['target:\n  mod: upsert', 'p.yaml:2:3: target.mod: unknown key; did you mean mode?'],
    ['sources:\n  a: 1', 'p.yaml:1:1: sources: unknown key; did you mean source?'],
    ['table: x', 'p.yaml:1:1: table: unknown key; did you mean target.table?'],
    ['target: {format: csv}', 'p.yaml:1:10: target.format: unknown key; did you mean source.format?'],
    ['target: {setRole: x}', 'p.yaml:1:10: target.setRole: unknown key; did you mean role?'],
    ['errors: {--max-errors: 1}', 'p.yaml:1:10: errors.--max-errors: unknown key; did you mean maxErrors?'],
    ['run: {lockTimeuot: 1}', 'p.yaml:1:7: run.lockTimeuot: unknown key; did you mean target.lockTimeout?'],
    ['run: {constructor: 1}', 'p.yaml:1:7: run.constructor: unknown key'],
    ['run: {"\\e[31m": 1}', String.raw`p.yaml:1:7: run.\x1b[31m: unknown key`],
    ['target:\n  mode: upsrt', 'takes append, replace, upsert or ignore; "upsrt" is none; did you mean upsert?'],
    ['target: {create: yes}', 'p.yaml:1:18: target.create: takes true or false; "yes" is none'],
    ['target: {table: true}', 'target.table: takes one value; true without quotes is none'],
    ['target: {table: a.b.c}', 'p.yaml:1:17: target.table: "a.b.c" can\'t be read as a table name'],
    ['target: {key: {a: 1}}', 'target.key: takes one value or a list; a mapping is none'],
    ['target: {key: [a, [b]]}', 'p.yaml:1:19: target.key[2]: takes one value; a list is none'],
    ['target: {map: {a: [b]}}', 'p.yaml:1:19: target.map.a: takes one value; a list is none'],
    ['target: {map: {a: b=c}}', 'p.yaml:1:19: target.map.a: takes a value without =; "b=c" is none'],
    ['target: {map: [ab]}', 'p.yaml:1:16: target.map[1]: takes file_column=table_column; "ab" is none'],
    ['target: {map: true}', 'target.map: takes one value, a list or a mapping; true without quotes is none'],
    ['target: {addColumn: {a: "@foo"}}', 'p.yaml:1:25: target.addColumn.a: takes name=@file'],
    ['target: {searchPath: ["a,b"]}', 'p.yaml:1:23: target.searchPath[1]: takes one name'],
    ['target: {db: }', 'p.yaml:1:14: target.db: has no value; leave the key out, or give it one'],
    ['target:', 'target: has no value'],
    ['', 'p.yaml:1:1: has no value'],
    ['[]', 'p.yaml:1:1: takes a mapping of its keys; an empty list is none'],
    ['source: {paths: []}', 'p.yaml:1:17: source.paths: takes at least one; an empty list is none'],
    ['source: {paths: [a, ""]}', 'p.yaml:1:21: source.paths[2]: takes a text that is not empty; "" is none'],
    ['source: {null: [true]}', 'source.null[1]: takes one value; true without quotes is none'],
    ['source: {jobs: 1}', 'did you mean run.jobs?'],
    ['run: {jobs: 1.5}', 'p.yaml:1:13: run.jobs: takes a whole number from 1 to 64; "1.5" is none'],
    ['errors: {maxErrors: ten}', 'errors.maxErrors: takes a whole number such as 10'],
  ])('%j', (text, message) => expect(faultsOf(text)).toContain(message));

  test('all of it at once', () => {
    expect(faultsOf('run: {jobs: 0, x1y: 1}\ntarget:\n  create: 1\n').split('\n  ')).toEqual([
      'p.yaml has 3 faults:',
      'p.yaml:1:13: run.jobs: takes a whole number from 1 to 64; "0" is none',
      'p.yaml:1:16: run.x1y: unknown key',
      'p.yaml:3:11: target.create: takes true or false; "1" is none',
    ]);
  });

  test.each([
    'run: {jobs: "${SECRET}"}',
    'target: {mode: "${SECRET}"}',
    'target: {table: "a.b.${SECRET}"}',
    'target: {map: ["${SECRET}"], create: "${SECRET}"}',
  ])('a value of the environment is not shown: %s', (text) => {
    expect(faultsOf(text)).toMatch(/takes .*; "\*\*\*" is none|the environment's value can't be used here/);
    expect(faultsOf(text)).not.toContain(secret);
  });
});
