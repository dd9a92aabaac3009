/** Values that are looked up in the database by runs that load nothing. */
import { Readable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import { resolveConvertPlan } from '../../src/config/convert-plan.js';
import { checkPipeline } from '../../src/config/pipeline/check-pipeline.js';
import { parsePipeline } from '../../src/config/pipeline/parse-pipeline.js';
import { readTransform } from '../../src/config/transform/read-transform.js';
import { resolveValidatePlan } from '../../src/config/validate-plan.js';
import { RejectDigest } from '../../src/report/digest.js';
import { runConvert } from '../../src/run/convert.js';
import type { RunContext } from '../../src/run/run-context.js';
import { runValidate } from '../../src/run/validate.js';
import type { TransformPlan } from '../../src/schema/transform/transform-plan.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';
import { TextSink } from '../support/text-sink.js';

const bench = loadBench();
beforeAll(async () => {
  await bench.sql("create table customers as select n as id, 'C' || n as code from generate_series(1, 10) as n");
  await bench.sql('create table t (n int, code text, customer int)');
});

const pipeline = `columns:
  customer:
    from: code
    lookup: { query: 'select code, id from customers' }
  code: code
`;

function transformOf(text: string): TransformPlan {
  const parsed = parsePipeline('p.yaml', text, { env: {} });
  checkPipeline(parsed);
  return readTransform(parsed);
}

function contextOf(cwd: string): { readonly context: RunContext; readonly stdout: TextSink } {
  const stdout = new TextSink();
  const { signal } = new AbortController();
  const env = { DATABASE_URL: bench.url };
  const context: RunContext = {
    io: { stdin: Readable.from([]), stdout, stderr: new TextSink(), env, cwd, signal },
    notice: () => undefined,
    digest: new RejectDigest(),
    startProgress: () => ({ update: () => undefined, log: () => undefined, stop: () => undefined }),
  };
  return { context, stdout };
}

test('convert writes what is found', async () => {
  const { context, stdout } = contextOf(await folderOf({ 'data.csv': 'n,code\n1,C7\n2,C8\n' }));
  const flags = { to: 'ndjson', inferTypes: true } as const;
  const summary = await runConvert(resolveConvertPlan(['data.csv'], flags, transformOf(pipeline)), context);
  expect(summary.error).toBeNull();
  expect(stdout.text).toBe('{"n":1,"code":"C7","customer":7}\n{"n":2,"code":"C8","customer":8}\n');
});

test.each([
  ['against a table', () => ({ db: bench.url, table: 't' })],
  ['against inferred types', () => ({})],
])('validate finds what is not there: %s', async (_, flags) => {
  const { context } = contextOf(await folderOf({ 'data.csv': 'n,code\n1,C7\n2,D8\n' }));
  const plan = resolveValidatePlan(['data.csv'], { ...flags(), maxErrors: '1' }, transformOf(pipeline));
  const summary = await runValidate(plan, context);
  expect(summary.error).toBeNull();
  expect(summary.counts).toMatchObject({ read: 2, loaded: 1, rejected: 1 });
  expect(summary.faults).toEqual([{ stage: 'transform', column: 'customer', code: 'not_found', count: 1 }]);
});
