import { describe, expect, test } from 'vitest';
import { NdjsonBlockParser } from '../../../../src/parsers/json/ndjson-block-parser.js';
import { parseJson, type ParsedJson, type ParseJsonOptions } from '../../../support/parse-json.js';

function parse(input: string | Buffer, options: ParseJsonOptions): ParsedJson {
  return parseJson(input, options, (parserOptions) => new NdjsonBlockParser(parserOptions));
}

const text = (...names: string[]): ParseJsonOptions => ({
  columns: Object.fromEntries(names.map((name) => [name, 'text'])),
});

describe('a malformed record costs its line', () => {
  const good = '{"a":1}\n';
  const nested = (value: string): string => `{"a":${value}}`;

  test.each([
    ['malformed_json', '{"a":1'],
    ['malformed_json', '{"a":1}}'],
    ['malformed_json', '{"a":1} {"a":2}'],
    ['malformed_json', '{"a":1,}'],
    ['malformed_json', '{,"a":1}'],
    ['malformed_json', '{"a" 1}'],
    ['malformed_json', '{"a"}'],
    ['malformed_json', '{a:1}'],
    ['malformed_json', "{'a':1}"],
    ['malformed_json', '{"a":1 "b":2}'],
    ['malformed_json', '{"a":1}//'],
    ['malformed_json', '/* */{"a":1}'],
    ['malformed_json', 'oops'],
    ['malformed_json', '}'],
    ['malformed_json', '{"a\\ud8":1}'],
    ['malformed_json', '{"a":1}\u0000'],
    ['malformed_json', '\u0000'],
    ['malformed_json', '{"a":1}\ufeff'],
    ['not_an_object', '[{"a":1}]'],
    ['not_an_object', '"a"'],
    ['not_an_object', 'null'],
    ['not_an_object', '12'],
    ['unknown_key', '{"b":1}'],
    ['unknown_key', '{"":1}'],
    ['lone_surrogate', nested('"\\ud800"')],
    ['lone_surrogate', nested('"\\udc00"')],
    ['lone_surrogate', nested('"\\ud800\\u0041"')],
    ['lone_surrogate', nested('"\\ud800\\ud800\\udc00"')],
    ['lone_surrogate', nested('"x\\ud800\\n"')],
    ['nested_value', nested('{}')],
    ['nested_value', nested('[1]')],
    ['too_deep', nested('['.repeat(100_000))],
    ['too_deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['malformed_json', '['.repeat(3)],
    ['too_deep', '['.repeat(100_000)],
  ])('%s: %.40j', (code, line2) => {
    const { records, rejects } = parse(`${good}${line2}\n${good}`, { columns: { a: 'scalar' } });
    expect(rejects).toHaveLength(1);
    expect(rejects[0].faults.map((fault) => fault.code)).toEqual([code]);
    expect(rejects[0]).toMatchObject({ line: 2, ordinal: 2, raw: line2 });
    expect(records.map((record) => record.line)).toEqual([1, 3]);
  });

  const values = [
    ...['01', '-01', '1.', '.5', '-.5', '+1', '1e', '1e+', '1.e1', '0x1F', '1_000', '-', '--1', '1.2.3', '١'],
    ...['NaN', 'Infinity', '-Infinity', 'nan', 'True', 'nul', 'nulll', 'undefined', 'tru', 'truefalse'],
    ...[
      "'a'",
      '"a',
      'a"',
      '"\\x41"',
      '"\\u00g0"',
      '"\\u12"',
      '"\\"',
      '"\\U0041"',
      '"\\a"',
      '"\\\u00e9"',
      '"\t"',
      '"\u0000"',
    ],
    ...[
      '"\u001f"',
      '"\\\u0000"',
      '[1,]',
      '[,1]',
      '[1 2]',
      '[1}',
      '{"x":1]',
      '[',
      ']',
      '{"x"}',
      '{"x":}',
      '{"x":1,}',
      '{1:1}',
    ],
    ...[
      '[1,,2]',
      '["x"',
      '[1:2]',
      '{"x",1}',
      '{"x":1:2}',
      '{x:1}',
      '[1]]',
      '/**/1',
      '1//',
      '1/**/',
      '\u00a01',
      '\u000c1',
      '',
    ],
  ];

  test.each(values)('no JSON value: %j', (value) => {
    for (const kind of ['text', 'json'] as const) {
      const { records, rejects } = parse(nested(value), { columns: { a: kind } });
      expect(records).toEqual([]);
      expect(rejects[0].faults.map((fault) => fault.code)).toEqual(['malformed_json']);
    }
  });

  test.each([
    '0',
    '-0',
    '1e400',
    '-1E-400',
    '1e+5',
    '0e0',
    '123.456e78',
    '"\u007f"',
    '"\\/"',
    '"\u2028"',
    '"\\u0000"',
    '[[],{}]',
    '{"":{"":0}}',
    '"\\uDBFF\\uDFFF"',
    '"\u{10ffff}"',
    ' 1 ',
  ])('a JSON value: %j', (value) => expect(parse(nested(value), text('a')).rejects).toEqual([]));

  test('the message tells what was expected, and where', () => {
    const bad = ['{"a":tru}', '{"é":1,"b" 2}', '{"a":[1,2', '{"a":"\\x"}', '{"a":01}'].join('\n');
    const { rejects } = parse(bad, { columns: { a: 'text', b: 'text', é: 'text' } });
    expect(rejects.map(({ faults: [{ message, value }] }) => [message, value])).toEqual([
      ['expected a value of JSON', 'column 9, found "}"'],
      ["expected ':' after a key", 'column 12, found "2}"'],
      ['the record ends too early', 'column 10'],
      ['expected an escape that JSON has', 'column 8, found "x"}"'],
      ["expected ',' or '}' after a value", 'column 7, found "1}"'],
    ]);
  });

  test('all that is wrong with a record is told', () => {
    const { rejects } = parse('{"x":1,"a":[],"y":2}', { columns: { a: 'scalar' } });
    expect(rejects[0].faults).toMatchObject([
      { code: 'unknown_key', column: 'x', value: null },
      { code: 'nested_value', column: 'a', value: '[]' },
      { code: 'unknown_key', column: 'y', value: null },
    ]);
  });

  test('hostile input has a bound: keys without end, and faults without end', () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `"k${index}":${index}`);
    const input = `{${keys.join(',')}}\n{${keys.slice(5000).join(',')},"a":1}\n${good}`;
    const { records, rejects } = parse(input, { ...text('a'), blockBytes: 1 << 16 });
    expect(rejects.map(({ faults }) => faults.length)).toEqual([100, 100]);
    expect(records).toHaveLength(1);
    const many = Array.from({ length: 5000 }, (_, index) => `{"k${index}":1}`).join('\n');
    const named = new Set(parse(many, text('a')).rejects.map(({ faults: [{ column }] }) => column));
    expect(named.size).toBeLessThanOrEqual(1601);
  });

  test('keys that are forgotten are still understood', () => {
    const others = Array.from({ length: 5000 }, (_, index) => `"k${index}":0`);
    const ignored = others.map((_, index) => `k${index}`);
    const input = `{${others.join(',')}}\n{"b":"x","a":1}\n`.repeat(2);
    const { records } = parse(input, { ...text('a', 'b'), ignored, blockBytes: 1 << 17 });
    expect(records.map(({ fields }) => fields)).toEqual([
      [null, null],
      ['1', 'x'],
      [null, null],
      ['1', 'x'],
    ]);
  });
});

describe('--max-record-bytes', () => {
  const options = text('a');

  test('a record of exactly the limit is not too long, with either line end', () => {
    for (const lineEnd of ['\n', '\r\n', '']) {
      const input = `{"a":1}${lineEnd}`;
      expect(parse(input, { ...options, maxRecordBytes: 7, chunkBytes: 1 }).rejects).toEqual([]);
      const { rejects } = parse(input, { ...options, maxRecordBytes: 6, chunkBytes: 1 });
      expect(rejects[0].faults).toMatchObject([{ code: 'record_too_long' }]);
    }
  });

  test('a long line is cut in the reject, and passed over', () => {
    const input = `{"a":"${'x'.repeat(10_000)}"}\n{"a":2}\n${' '.repeat(10_000)}\n{"a":3}`;
    const { records, rejects } = parse(input, { ...options, maxRecordBytes: 100, chunkBytes: 64 });
    expect(rejects.map(({ line: at, raw }) => [at, raw.length])).toEqual([
      [1, 100],
      [3, 100],
    ]);
    expect(records.map(({ line: at }) => at)).toEqual([2, 4]);
  });
});
