/** What the library does for code that has no database. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { convert, definePipeline, validate, type RejectEvent } from '../../src/index.js';
import { failureOf } from '../support/failure-of.js';
import { folderOf } from '../support/folder-of.js';
import { TextSink } from '../support/text-sink.js';

describe('validate', () => {
  test('takes a pipeline file, and passes over what is of its table', async () => {
    const cwd = await folderOf({
      'p.sluice.yaml': 'source: {paths: a.csv}\nwhere: n > 1\ntarget: {table: orders, mode: upsert, key: id}\n',
      'a.csv': 'n\n1\n2\n',
    });
    const summary = await validate({ pipeline: 'p.sluice.yaml', type: 'n=int', cwd, env: {} });
    expect(summary).toMatchObject({ outcome: 'valid', table: null, counts: { loaded: 1, filtered: 1 } });
  });

  test('needs no database', async () => {
    const cwd = await folderOf({ 'a.csv': 'n,day\n1,2024-01-02\nx,2024-02-30\n' });
    const options = { inputs: 'a.csv', type: ['n=int', 'day=date'], cwd, env: {} };
    const error = await failureOf(validate(options));
    expect(error).toMatchObject({
      code: 'TOO_MANY_REJECTS',
      summary: { command: 'validate', counts: { rejected: 1 } },
    });
    const summary = await validate({ ...options, maxErrors: '100%' });
    expect(summary).toMatchObject({ outcome: 'valid_with_rejects', database: '', counts: { loaded: 1, rejected: 1 } });
  });
});

test('the functions of a pipeline in code are run', async () => {
  const pipeline = definePipeline({
    schema: z.object({ n: z.coerce.number().max(2) }),
    transform: ({ n }, { line }) => (n === 1 ? null : { n: 10 * n, line }),
    output: ['line'],
  });
  const output = new TextSink();
  const rejects: string[] = [];
  const cwd = await folderOf({ 'a.csv': 'n\n1\n2\n3\n' });
  const reject = ({ stage, column, value }: RejectEvent) => rejects.push(`${stage} ${column} ${value}`);
  const summary = await convert({
    inputs: 'a.csv',
    to: 'csv',
    output,
    cwd,
    pipeline,
    maxErrors: 1,
    rejectsDir: null,
    on: { reject },
  });
  expect(output.text).toBe('n,line\n20,3\n');
  expect(summary.counts).toMatchObject({ read: 3, loaded: 1, filtered: 1, rejected: 1 });
  expect(rejects).toEqual([expect.stringContaining(' n 3')]);
});

describe('convert', () => {
  test('into a stream, which stays open', async () => {
    const output = new TextSink();
    const cwd = await folderOf({ 'a.csv': 'n;t\n1;x\n2;"y;z"\n' });
    const summary = await convert({ inputs: 'a.csv', to: 'ndjson', type: 'n=int', output, cwd });
    expect(output.text).toBe('{"n":1,"t":"x"}\n{"n":2,"t":"y;z"}\n');
    expect([summary.outcome, output.writableEnded, output.listenerCount('error')]).toEqual(['converted', false, 0]);
  });

  test('into a file', async () => {
    const cwd = await folderOf({ 'a.json': '[{"a":1},{"a":2}]' });
    await convert({ inputs: 'a.json', to: 'csv', output: 'a.csv', cwd });
    expect(await readFile(join(cwd, 'a.csv'), 'utf8')).toBe('a\n1\n2\n');
  });

  test('a stream that fails is a failure, and ends no process', async () => {
    const output = new Writable({ write: (_chunk, _encoding, done) => done(new Error('full')) });
    const cwd = await folderOf({ 'a.csv': 'n\n1\n' });
    const error = await failureOf(convert({ inputs: 'a.csv', to: 'csv', output, cwd }));
    expect([error.code, error.message]).toEqual(['OUTPUT_FAILED', "The output can't be written: full."]);
  });

  test('an abort is not held up by a stream that nobody reads', async () => {
    const output = new PassThrough({ highWaterMark: 1 });
    const controller = new AbortController();
    const cwd = await folderOf({ 'a.csv': `n\n${'12345678\n'.repeat(500_000)}` });
    setTimeout(() => controller.abort(), 300);
    const { signal } = controller;
    const error = await failureOf(convert({ inputs: 'a.csv', to: 'csv', output, cwd, signal }));
    expect([error.code, error.summary.outcome]).toEqual(['INTERRUPTED', 'interrupted']);
    output.destroy();
  });

  test('what a stream is given stays as it was', async () => {
    const chunks: Buffer[] = [];
    const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
      chunks.push(chunk);
      done();
    };
    const output = new Writable({ write });
    const text = `n\n${Array.from({ length: 200_000 }, (_, index) => index).join('\n')}\n`;
    const cwd = await folderOf({ 'a.csv': text });
    await convert({ inputs: 'a.csv', to: 'csv', output, cwd });
    expect(Buffer.concat(chunks).toString() === text).toBe(true);
  });

  test('without an output it says so', async () => {
    const options = { inputs: 'a.csv', to: 'csv' } as unknown as Parameters<typeof convert>[0];
    expect((await failureOf(convert(options))).code).toBe('USAGE');
  });
});
