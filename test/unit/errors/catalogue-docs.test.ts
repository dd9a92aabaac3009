import { expect, test } from 'vitest';
import type { FaultKind } from '../../../src/batch/faults.js';
import { catalogue, ExitCode } from '../../../src/errors/catalogue.js';
import { parseFaultKinds } from '../../../src/parsers/csv/parse-faults.js';
import { jsonFaultKinds } from '../../../src/parsers/json/json-faults.js';
import type { ColumnType } from '../../../src/schema/codecs/codec.js';
import { databaseFaultKind } from '../../../src/sinks/copy/database-faults.js';
import { CodeFaultKinds } from '../../../src/transforms/code/code-fault-kinds.js';
import { faultKindsOf } from '../../../src/transforms/encode/fault-kinds.js';
import { lookupChange } from '../../../src/transforms/columns/lookup-change.js';
import { expressionKind, ruleKind, unreadableKind } from '../../../src/transforms/record/record-fault-kinds.js';
import { dateKinds, noJsonKind, notInMapKind } from '../../../src/transforms/columns/change-fault-kinds.js';
import { ruleKind as columnRuleKind } from '../../../src/transforms/columns/value-rules.js';
import { longListKind, noListKind, noObjectKind } from '../../../src/transforms/record/shape/shape-kinds.js';
import { uniqueKind } from '../../../src/transforms/record/steps/unique-task.js';
import { documentedRows } from '../../support/documented.js';

test('docs/errors.md has every code of the catalogue with its exit code and meaning, and no other', () => {
  const known = Object.entries(catalogue).map(([code, { exitCode, meaning }]) => [code, String(exitCode), meaning]);
  expect(documentedRows('errors.md', '## Errors').toSorted()).toEqual(known.toSorted());
});

test('docs/errors.md has every fault with its stage and SQLSTATE, and no other', () => {
  const known = allFaultKinds().map(({ code, stage, sqlstate }) => `${code} ${stage} ${sqlstate ?? ''}`);
  const documented = documentedRows('errors.md', '## Faults').flatMap(([code, stage, sqlstates]) =>
    sqlstates.split(', ').map((sqlstate) => `${code} ${stage} ${sqlstate}`),
  );
  expect(new Set(documented)).toEqual(new Set(known));
});

test('docs/cli.md has every exit code, and no other', () => {
  const documented = documentedRows('cli.md', '## Exit codes').map(([code]) => Number(code));
  expect(documented.toSorted((a, b) => a - b)).toEqual(Object.values(ExitCode).toSorted((a, b) => a - b));
});

function allFaultKinds() {
  const ofRecord = parseFaultKinds(3, 100);
  const { textAfterQuote, blankBeforeQuote, unclosedQuote, recordTooLong } = ofRecord;
  const ofColumn = ['int4', 'date'].flatMap((name) =>
    faultKindsOf({ field: 0, name, type: typeOf(name), nullable: false, codec: null }),
  );
  const widths = [ofRecord.wrongWidth(2), ofRecord.wrongWidth(4)];
  return [
    ...codeFaultKinds(),
    textAfterQuote,
    blankBeforeQuote,
    unclosedQuote,
    recordTooLong,
    ...widths,
    ...jsonKinds(),
    ...ofColumn.filter((kind) => kind !== undefined),
    notFound(),
    ...databaseKinds(),
    ...transformKinds(),
    ...columnKinds(),
  ];
}

function notFound() {
  const table = { name: 'column a of b', get: () => undefined };
  return lookupChange('a', table, { kind: 'reject' })('x') as FaultKind;
}

/** Those that Postgres finds have its own codes; dots stand for all others. */
function databaseKinds() {
  const codes = ['23505', '23P01', '23503', '23514', '44000', '23502', 'P0001', '22…', '…'];
  return codes.map((code) => databaseFaultKind({ code }, 'refused'));
}

function transformKinds() {
  const field = { slot: 0, type: null, isJson: false };
  return [expressionKind({ column: null, called: 'where', reason: 'x' }), unreadableKind('a', field), ruleKind('x')];
}

function columnKinds() {
  const rules = ['required', 'min', 'max', 'length', 'pattern', 'in', 'check'].map((rule) =>
    columnRuleKind('a', rule, 'b'),
  );
  const shapes = [noListKind, longListKind, noObjectKind].map((kindOf) => kindOf('a'));
  return [
    notInMapKind('a'),
    noJsonKind('a', 'b.c'),
    ...Object.values(dateKinds('a', [], null)),
    uniqueKind('a'),
    ...rules,
    ...shapes,
  ];
}

function jsonKinds() {
  const { malformed, nulByte, nestedValue, loneSurrogate, unknownKey, ...ofRecord } = jsonFaultKinds({
    maxDepth: 64,
    maxRecordBytes: 100,
  });
  const ofColumn = [nulByte, nestedValue, loneSurrogate, unknownKey].map((kindOf) => kindOf('a'));
  return [...Object.values(malformed), ...Object.values(ofRecord), ...ofColumn];
}

function typeOf(name: string): ColumnType {
  return { name, builtIn: true, typmod: -1, display: name, labels: [] };
}

function codeFaultKinds() {
  const kinds = new CodeFaultKinds({ locate: () => null });
  return [
    kinds.threw(new Error('a')),
    kinds.schema({ path: ['a'], message: 'b' }),
    kinds.badResult('a number'),
    kinds.badValue('a', 'b'),
    kinds.unknownColumn('a', ['b']),
  ];
}
