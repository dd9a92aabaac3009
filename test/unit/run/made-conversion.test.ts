import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { resolveConvertPlan } from '../../../src/config/convert-plan.js';
import { RejectDigest } from '../../../src/report/digest.js';
import { runConvert } from '../../../src/run/convert.js';
import type { RunContext } from '../../../src/run/run-context.js';
import { NO_RULES, type ColumnPlan } from '../../../src/schema/transform/column-plan.js';
import { NO_TRANSFORM } from '../../../src/schema/transform/transform-plan.js';
import { typeFromName } from '../../../src/schema/type-from-name.js';
import { folderOf } from '../../support/folder-of.js';
import { columnPlan } from '../../support/made-columns.js';
import { TextSink } from '../../support/text-sink.js';

/** The lines of NDJSON that columns make of a file. */
async function converted(file: Record<string, string>, columns: readonly ColumnPlan[]): Promise<string[]> {
  const stdout = new TextSink();
  const plan = resolveConvertPlan(Object.keys(file), { to: 'ndjson' }, { ...NO_TRANSFORM, columns });
  const context: RunContext = {
    io: {
      stdin: Readable.from([]),
      stdout,
      stderr: new TextSink(),
      env: {},
      cwd: await folderOf(file),
      signal: new AbortController().signal,
    },
    notice: () => undefined,
    startProgress: () => ({ update: () => undefined, log: () => undefined, stop: () => undefined }),
    digest: new RejectDigest(),
  };
  await runConvert(plan, context);
  return stdout.text.trim().split('\n');
}

const typed = (name: string, type: string, more: Partial<ColumnPlan> = {}) =>
  columnPlan(name, { type: typeFromName(type), ...more });

test('columns of a declared type are numbers and truth values', async () => {
  const number = { changes: [{ kind: 'number', marks: { decimal: 0x2c, thousands: null } }] } as const;
  const columns = [
    typed('n', 'numeric', number),
    typed('b', 'boolean'),
    columnPlan('t', { changes: [{ kind: 'trim' }] }),
  ];
  expect(await converted({ 'a.csv': 'n;b;t\n1,50;true; 5 \n' }, columns)).toEqual(['{"n":1.50,"b":true,"t":"5"}']);
});

test('JSON that is renamed, taken apart or held against rules stays what it is', async () => {
  const columns = [
    columnPlan('x', { from: 'a' }),
    columnPlan('d', { from: 'c.d' }),
    columnPlan('q', { from: 'c.d[1]' }),
    columnPlan('b', { rules: { ...NO_RULES, pattern: /^x$/ } }),
    typed('i', 'bigint'),
    columnPlan('u', { from: 's', changes: [{ kind: 'upper' }] }),
  ];
  const lines = ['{"a":1.50,"b":"x","c":{"d":[12345678901234567890,"q"]},"i":"7","s":"é\\n\\"5"}'];
  expect(await converted({ 'a.ndjson': lines.join('\n') }, columns)).toEqual([
    '{"x":1.50,"b":"x","c":{"d":[12345678901234567890,"q"]},"i":7,"u":"É\\n\\"5","d":[12345678901234567890,"q"],"q":"q"}',
  ]);
});
