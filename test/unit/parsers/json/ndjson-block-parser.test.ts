import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NdjsonBlockParser } from '../../../../src/parsers/json/ndjson-block-parser.js';
import { damaged, hardString, jsonValue, spell, spellings } from '../../../support/json-texts.js';
import { parseJson, type ParsedJson, type ParseJsonOptions } from '../../../support/parse-json.js';

const CHUNK_SIZES = [1, 2, 7, 64 * 1024];

function parse(input: string | Buffer, options: ParseJsonOptions): ParsedJson {
  return parseJson(input, options, (parserOptions) => new NdjsonBlockParser(parserOptions, null, options.start));
}

const text = (...names: string[]): ParseJsonOptions => ({
  columns: Object.fromEntries(names.map((name) => [name, 'text'])),
});

/** Records over few keys, in any order, spelled in any way; now and then broken. */
const line = fc
  .tuple(
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'ü"'), jsonValue, { maxKeys: 4 }),
    spellings(['', '', ' ', '\t', '\r']),
  )
  .map(([record, spelling]) => spell(record, spelling));
const lines = fc
  .array(damaged(line), { maxLength: 5 })
  .chain((all) => fc.constantFrom('\n', '\r\n', '\n\n').map((lineEnd) => all.join(lineEnd)));

const anyColumns: ParseJsonOptions['columns'] = JSON.parse(
  '{"a": "text", "b": "scalar", "__proto__": "json"}',
) as ParseJsonOptions['columns'];

describe('the same whatever the chunks and blocks are', () => {
  test('records, rejects, lines and offsets', () => {
    fc.assert(
      fc.property(lines, fc.boolean(), fc.constantFrom(12, 1 << 20), (input, flatten, maxRecordBytes) => {
        const options = { columns: anyColumns, flatten, maxRecordBytes };
        const whole = parse(input, { ...options, blockBytes: 1 << 16 });
        for (const chunkBytes of CHUNK_SIZES) {
          for (const blockBytes of [2, 16, 64]) {
            expect(parse(input, { ...options, chunkBytes, blockBytes })).toEqual(whole);
          }
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('from any record on', () => {
  test('the same records and rejects as from the first', () => {
    fc.assert(
      fc.property(lines, fc.boolean(), fc.constantFrom('', '\ufeff'), (input, flatten, mark) => {
        const options = { columns: anyColumns, flatten };
        const whole = parse(mark + input, options);
        for (const start of [...whole.records, ...whole.rejects]) {
          const rest = {
            records: whole.records.filter(({ ordinal }) => ordinal >= start.ordinal),
            rejects: whole.rejects.filter(({ ordinal }) => ordinal >= start.ordinal),
          };
          for (const chunkBytes of [1, 7]) {
            expect(parse(mark + input, { ...options, start, chunkBytes, blockBytes: 16 })).toEqual(rest);
          }
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('nothing vanishes', () => {
  test('every line that is not blank is in exactly one record or reject, at its own offset', () => {
    fc.assert(
      fc.property(lines, (input) => {
        const { records, rejects } = parse(input, { columns: anyColumns });
        const parts = [...records, ...rejects].toSorted((one, other) => one.ordinal - other.ordinal);
        expect(parts.map(({ ordinal }) => ordinal)).toEqual(parts.map((_, index) => index + 1));
        let rest = Buffer.from(input);
        for (const { raw, byteOffset, line: at } of parts.toReversed()) {
          const length = Buffer.byteLength(raw);
          expect(rest.toString('utf8', byteOffset, byteOffset + length)).toBe(raw);
          expect(at).toBe(rest.toString('utf8', 0, byteOffset).split('\n').length);
          rest = Buffer.concat([rest.subarray(0, byteOffset), rest.subarray(byteOffset + length)]);
        }
        expect(rest.toString().trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

describe('JSON.parse is the oracle', () => {
  test('the same lines are records, with the same values', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(damaged(line), (input) => {
        fc.pre(!input.includes('\n') && input.trim() !== '' && Buffer.from(input).toString() === input);
        const { records, rejects } = parse(input, { columns: anyColumns, ignored: ['ü"'] });
        const expected = parsedByOracle(input);
        if (expected === null) {
          refused++;
          expect(rejects).toHaveLength(1);
          expect(rejects[0].raw).toBe(input.replace(/\r$/, ''));
          return;
        }
        const isNested = typeof expected['b'] === 'object' && expected['b'] !== null;
        fc.pre(!/\\ud[89a-f]/.test(JSON.stringify(expected)));
        const isKnown = Object.keys(expected).every((key) => ['a', 'b', '__proto__', 'ü"'].includes(key));
        if (isNested || !isKnown) return;
        accepted++;
        expect(rejects).toEqual([]);
        const [a, b, json] = records[0].fields;
        expect(a).toEqual(textOf(expected['a'], a));
        expect(b).toEqual(textOf(expected['b'], b));
        expect(json === null ? null : JSON.parse(json)).toEqual(expected['__proto__'] ?? null);
      }),
      { numRuns: 1500 },
    );
    expect(accepted).toBeGreaterThan(150);
    expect(refused).toBeGreaterThan(150);
  });

  /** The record, without a prototype, so that `__proto__` is a key like any other; null when the line is none. */
  function parsedByOracle(input: string): Record<string, unknown> | null {
    try {
      const value: unknown = JSON.parse(input);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
      const record = Object.create(null) as Record<string, unknown>;
      for (const [key, member] of Object.entries(value)) record[key] = member;
      return record;
    } catch {
      return null;
    }
  }

  /** What a column of text must hold: strings themselves, and of all else a text that means the same. */
  function textOf(value: unknown, found: string | null): string | null {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return null;
    expect(JSON.parse(found ?? '')).toEqual(value);
    return found;
  }

  test('strings are unescaped as it does', () => {
    fc.assert(
      fc.property(hardString(), spellings(['']), (value, spelling) => {
        const { records } = parse(`{"a":${spell(value, spelling)}}`, text('a'));
        expect(records[0].fields).toEqual([value]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('examples', () => {
  const cases: [name: string, input: string, options: ParseJsonOptions, fields: (string | null)[][]][] = [
    [
      'keys in any order',
      '{"b":2,"a":1}\n{"a":3,"b":4}\n',
      text('a', 'b'),
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['a missing key and null are NULL, "" is empty', '{"a":null}\n{}\n{"a":""}\n', text('a'), [[null], [null], ['']]],
    ['of a key that is there twice the last counts', '{"a":1,"a":2}\n{"a":1,"a":null}\n', text('a'), [['2'], [null]]],
    ['a key may be spelled with escapes', '{"\\u0061":1}\n{"a":2}\n', text('a'), [['1'], ['2']]],
    ['__proto__ is a name', '{"__proto__":{"a":1},"a":2}\n', text('__proto__', 'a'), [['{"a":1}', '2']]],
    [
      'CRLF, blank lines, blanks around, no last line end',
      ' {"a":1} \r\n\r\n \t\n\n{"a":2}',
      text('a'),
      [['1'], ['2']],
    ],
    ['a byte order mark', '\ufeff{"a":1}\n', text('a'), [['1']]],
    [
      'numbers digit for digit',
      '{"a":9007199254740993,"b":1e400}\n{"a":-0,"b":0.10000000000000000001E-7}\n',
      text('a', 'b'),
      [
        ['9007199254740993', '1e400'],
        ['-0', '0.10000000000000000001E-7'],
      ],
    ],
    ['true and false', '{"a":true,"b":false}', text('a', 'b'), [['true', 'false']]],
    [
      'nested values as they are spelled',
      '{"a":{ "x" : [1, "\\u0041"] },"b":[]}',
      text('a', 'b'),
      [['{ "x" : [1, "\\u0041"] }', '[]']],
    ],
    [
      'JSON columns get JSON',
      '{"a":"x\\n","b":1}\n{"a":null,"b":{}}\n{"a":"","b":"\\ud800"}\n',
      { columns: { a: 'json', b: 'json' } },
      [
        ['"x\\n"', '1'],
        [null, '{}'],
        ['""', '"\\ud800"'],
      ],
    ],
    [
      'keys that are passed over',
      '{"x":{"y":[1]},"a":1,"z":"\\ud800"}',
      { ...text('a'), ignored: ['x', 'z'] },
      [['1']],
    ],
    ['no columns at all', '{}\n{}\n', text(), [[], []]],
    ['nothing', '', text('a'), []],
    ['surrogate pairs', '{"a":"\\ud83d\\ude00 \\uD83D\\uDE00"}', text('a'), [['😀 😀']]],
  ];

  test.each(cases)('%s', (_name, input, options, fields) => {
    const parsed = parse(input, options);
    expect(parsed.rejects).toEqual([]);
    expect(parsed.records.map((record) => record.fields)).toEqual(fields);
  });

  test('lines and offsets', () => {
    const { records } = parse('\ufeff\n{"a":1}\r\n\n{"a":2}\n', text('a'));
    expect(records.map(({ line: at, byteOffset, raw }) => [at, byteOffset, raw])).toEqual([
      [2, 4, '{"a":1}'],
      [4, 14, '{"a":2}'],
    ]);
  });
});

describe('--flatten', () => {
  const options: ParseJsonOptions = {
    columns: { id: 'scalar', 'a.b': 'scalar', 'a.c.d': 'text', doc: 'json' },
    flatten: true,
  };

  const cases: [name: string, input: string, fields: (string | null)[]][] = [
    ['members of objects are columns', '{"id":1,"a":{"b":2,"c":{"d":3}}}', ['1', '2', '3', null]],
    ['in any order', '{"a":{"c":{"d":[4]},"b":"x"},"id":1}', ['1', 'x', '[4]', null]],
    ['empty objects and null stand for no members', '{"a":{"c":{}},"id":1}', ['1', null, null, null]],
    ['null for an object', '{"a":null,"id":1}', ['1', null, null, null]],
    ['a column of JSON takes its object whole', '{"doc":{"b":{}}}', [null, null, null, '{"b":{}}']],
    ['whitespace everywhere', '{ "a" : { "c" : { "d" : 1 } , "b" : 2 } , "id" : 3 }', ['3', '2', '1', null]],
  ];

  test.each(cases)('%s', (_name, input, fields) => {
    const { records, rejects } = parse(`${input}\n${input}\n`, options);
    expect(rejects).toEqual([]);
    expect(records.map((record) => record.fields)).toEqual([fields, fields]);
  });

  test('unknown members are named with their path', () => {
    const { rejects } = parse('{"a":{"x":1,"b":2}}', options);
    expect(rejects[0].faults).toMatchObject([{ code: 'unknown_key', column: 'a.x' }]);
  });

  test('levels count against the depth', () => {
    const { rejects } = parse('{"a":{"c":{"d":{}}}}\n{"a":{"c":{"d":1}}}', { ...options, maxDepth: 2 });
    expect(rejects.map(({ faults }) => faults[0].code)).toEqual(['too_deep', 'too_deep']);
  });
});
