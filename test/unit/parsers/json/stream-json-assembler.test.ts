import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonAssembler } from '../../../../src/parsers/json/json-assembler.js';
import { jsonValue, spell, spellings } from '../../../support/json-texts.js';
import {
  assembleJson,
  jsonPool,
  parserOptions,
  type ParsedJson,
  type ParseJsonOptions,
} from '../../../support/parse-json.js';

const CHUNK_SIZES = [1, 2, 7, 64 * 1024];

interface Options extends Partial<ParseJsonOptions> {
  readonly select?: string;
  readonly comments?: boolean;
}

function parse(input: string | Buffer, { select = '', comments = true, ...given }: Options = {}): ParsedJson {
  const options: ParseJsonOptions = { columns: { a: 'text', b: 'text' }, ...given };
  const pool = jsonPool(options);
  const shape = { format: 'json' as const, select, source: 'test.json', comments };
  return assembleJson(
    input,
    options,
    pool,
    createJsonAssembler(shape, parserOptions(options), { pool, listener: null }),
  );
}

const fieldsOf = ({ records }: ParsedJson): unknown => records.map(({ fields }) => fields[0]);
const codesOf = ({ rejects }: ParsedJson): unknown => rejects.map(({ faults }) => faults.map(({ code }) => code));

describe('the byte parser is the oracle', () => {
  const documents = fc
    .tuple(
      fc.array(fc.oneof(fc.dictionary(fc.constantFrom('a', 'b', 'c'), jsonValue, { maxKeys: 3 }), jsonValue)),
      spellings(['', '', ' ', '\n', '\r\n']),
    )
    .map(([records, spelling]) => spell({ x: [{}], data: { items: records } }, spelling));

  test('plain documents have the same records and rejects, at the same places, in chunks of any size', () => {
    fc.assert(
      fc.property(documents, fc.boolean(), (input, flatten) => {
        const options: Options = { columns: { a: 'json', b: 'json' }, flatten, select: 'data.items' };
        const expected = comparable(parse(input, { ...options, comments: false }));
        for (const chunkBytes of CHUNK_SIZES)
          expect(comparable(parse(input, { ...options, chunkBytes }))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  /** Nested values are spelled anew, and the place of a scalar in the array of records is not known. */
  function comparable({ records, rejects }: ParsedJson): unknown {
    return [
      records.map(({ fields, ...place }) => [fields.map((field) => JSON.parse(field ?? 'null') as unknown), place]),
      rejects.map(({ faults, ordinal, raw, byteOffset }) => {
        const codes = faults.map(({ code, column }) => [code, column]);
        return [codes, ordinal, raw.startsWith('{') ? [raw, byteOffset] : null];
      }),
    ];
  }
});

describe('what the byte parser does not cover', () => {
  const cases: [name: string, input: string, select: string, values: (string | null)[]][] = [
    ['comments', '// head {\n[{"a":1}, /* {"a":2} */ {"a":/**/3} // tail\n]', '', ['1', '3']],
    ['trailing commas', '[{"a":[1,2,],},]', '', ['[1,2]']],
    ['comments inside strings', '[{"a":"// no /* comment */"}]', '', ['// no /* comment */']],
    [
      'a wildcard for keys',
      '{"data":{"x":{"items":[{"a":1}]},"y":{"items":[{"a":2}]},"z":{}}}',
      'data.*.items',
      ['1', '2'],
    ],
    ['a wildcard for elements', '[{"rows":[{"a":1}]},{"rows":[{"a":2},{"a":3}]}]', '[*].rows', ['1', '2', '3']],
    ['a wildcard at the end', '{"x":{"a":1},"y":[{"a":2}]}', '*', ['1', '2']],
    ['a wildcard for nothing', '[]', '[*].rows', []],
    ['a byte order mark', '\ufeff[{"a":1}]', '', ['1']],
    [
      'numbers digit for digit',
      '[{"a":9007199254740993},{"a":1e400},{"a":-0.10}]',
      '',
      ['9007199254740993', '1e400', '-0.10'],
    ],
    ['documents one after another', '{"a":1}{"a":2}\n{"a":3}', '', ['1', '2', '3']],
    ['characters of several bytes', '[{"a":"é€😀\\u00e9"}]', '', ['é€😀é']],
  ];

  test.each(cases)('%s', (_name, input, select, values) => {
    for (const chunkBytes of CHUNK_SIZES) {
      const parsed = parse(input, { select, chunkBytes });
      expect(parsed.rejects).toEqual([]);
      expect(fieldsOf(parsed)).toEqual(values);
    }
  });

  test('records keep their original bytes and places', () => {
    const { records } = parse('[ // first\n  {"a": 1, /* one */ }\n, {}]');
    expect(records.map(({ line, byteOffset, raw }) => [line, byteOffset, raw])).toEqual([
      [2, 13, '{"a": 1, /* one */ }'],
      [3, 36, '{}'],
    ]);
  });
});

describe('faults', () => {
  test.each([
    [
      'keys, types and surrogates',
      '[{"x":1},{"a":"\\ud800"},[1],{"a":1}]',
      [['unknown_key'], ['lone_surrogate'], ['not_an_object']],
    ],
    ['an escaped NUL', '[{"a":"\\u0000"},{"a":1}]', [['nul_byte']]],
    ['nested too deep', `[{"a":${'['.repeat(100)}${']'.repeat(100)}},{"a":1}]`, [['too_deep']]],
  ])('%s cost their record', (_name, input, codes) => {
    const parsed = parse(input);
    expect(codesOf(parsed)).toEqual(codes);
    expect(fieldsOf(parsed)).toEqual(['1']);
  });

  test('bytes that are no UTF-8 cost their record', () => {
    const parsed = parse(Buffer.from('[{"a":"\xff"},{"a":1}]', 'latin1'));
    expect(codesOf(parsed)).toEqual([['invalid_utf8']]);
    expect(fieldsOf(parsed)).toEqual(['1']);
  });

  test('a record that is too long is cut, and reading goes on after it', () => {
    const parts = Array.from({ length: 100 }, () => '"xxxxxxxxxx"').join(',');
    const parsed = parse(`[{"a":[${parts}]},{"a":1}]`, { maxRecordBytes: 100, chunkBytes: 7 });
    expect(codesOf(parsed)).toEqual([['record_too_long']]);
    expect(parsed.rejects[0].raw).toHaveLength(100);
    expect(fieldsOf(parsed)).toEqual(['1']);
  });

  test.each([
    ['malformed', '[{"a":1},{"a":oops},{"a":3}]', [['malformed_json', 'unreadable_rest']], '{"a":oops},{"a":3}]'],
    ['cut off', '[{"a":1},{"a":2', [['malformed_json', 'unreadable_rest']], '{"a":2'],
    ['cut off after a record', '[{"a":1}', [['malformed_json', 'unreadable_rest']], ''],
    ['a comment without end', '[{"a":1}] /* oops', [['malformed_json', 'unreadable_rest']], ''],
    ['a text without end', `[{"a":1},{"a":"${'x'.repeat(300)}"}]`, [['record_too_long', 'unreadable_rest']], null],
    ['too deep around records', `[{"a":1}][${'['.repeat(100)}`, [['too_deep', 'unreadable_rest']], null],
  ])('what can not be read on is one reject: %s', (_name, input, codes, raw) => {
    const parsed = parse(input, { maxRecordBytes: 200, chunkBytes: 10 });
    expect(fieldsOf(parsed)).toEqual(['1']);
    expect(codesOf(parsed)).toEqual(codes);
    if (raw !== null) expect(parsed.rejects[0].raw).toBe(raw);
  });

  test('a path that leads nowhere', () => {
    expect(() => parse('{"x":[]}', { select: 'y' })).toThrow(
      expect.objectContaining({ code: 'SELECT_NOT_FOUND' }) as Error,
    );
  });
});
