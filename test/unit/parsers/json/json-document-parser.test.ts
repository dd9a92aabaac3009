import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonAssembler } from '../../../../src/parsers/json/json-assembler.js';
import { damaged, jsonValue, spell, spellings } from '../../../support/json-texts.js';
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
}

function parse(input: string | Buffer, { select = '', ...given }: Options = {}): ParsedJson {
  const options: ParseJsonOptions = { columns: { a: 'text', b: 'text' }, ...given };
  const pool = jsonPool(options);
  const shape = { format: 'json' as const, select, source: 'test.json' };
  return assembleJson(
    input,
    options,
    pool,
    createJsonAssembler(shape, parserOptions(options), { pool, listener: null }),
  );
}

const fieldsOf = ({ records }: ParsedJson): unknown => records.map(({ fields }) => fields[0]);
const codesOf = ({ rejects }: ParsedJson): unknown => rejects.map(({ faults }) => faults.map(({ code }) => code));

/** Documents of records, mostly an array of them; now and then broken. */
const documents = fc
  .tuple(
    fc.array(fc.dictionary(fc.constantFrom('a', 'b'), jsonValue, { maxKeys: 2 }), { maxLength: 4 }),
    spellings(['', '', ' ', '\n', '\n  ', '\r\n']),
    fc.constantFrom('array', 'inside', 'one after another'),
  )
  .map(([records, spelling, shape]) => {
    if (shape === 'one after another') return records.map((record) => spell(record, spelling)).join(spelling.space());
    return spell(shape === 'array' ? records : { x: [{}], data: { items: records }, y: 1 }, spelling);
  });

describe('the same whatever the chunks and blocks are', () => {
  test('records, rejects, lines and offsets', () => {
    const limits = fc.constantFrom(12, 1 << 20);
    fc.assert(
      fc.property(damaged(documents), fc.constantFrom('', 'data.items'), limits, (input, select, maxRecordBytes) => {
        const whole = outcome(() => parse(input, { select, maxRecordBytes, blockBytes: 1 << 16 }));
        for (const chunkBytes of CHUNK_SIZES) {
          for (const blockBytes of [2, 16, 64]) {
            expect(outcome(() => parse(input, { select, maxRecordBytes, chunkBytes, blockBytes }))).toEqual(whole);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  function outcome(run: () => ParsedJson): unknown {
    try {
      return run();
    } catch (error) {
      return String(error);
    }
  }
});

describe('JSON.parse is the oracle', () => {
  test('a document that it reads has its records here, one that it refuses has a reject', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(damaged(documents), (input) => {
        fc.pre(/^\s*\[/.test(input) && !input.includes('\\ud8') && Buffer.from(input).toString() === input);
        const expected = parsedByOracle(input);
        const { records, rejects } = parse(input, { columns: { a: 'json', b: 'json' } });
        if (expected === null) {
          refused++;
          expect(rejects.length).toBeGreaterThan(0);
          return;
        }
        accepted++;
        const good = expected.filter(isGood);
        expect(rejects).toHaveLength(expected.length - good.length);
        const found = records.map(({ fields }) => fields.map((field) => JSON.parse(field ?? 'null') as unknown));
        expect(found).toEqual(good.map(({ a = null, b = null }) => [a, b]));
      }),
      { numRuns: 1200 },
    );
    expect(accepted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });

  function parsedByOracle(input: string): unknown[] | null {
    try {
      return JSON.parse(input) as unknown[];
    } catch {
      return null;
    }
  }

  function isGood(value: unknown): value is { a?: unknown; b?: unknown } {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.keys(value).every((key) => key === 'a' || key === 'b');
  }
});

describe('nothing vanishes', () => {
  test('every byte that is not in a record or reject is structure around them', () => {
    fc.assert(
      fc.property(damaged(documents), (input) => {
        const { records, rejects } = parse(input);
        const parts = [...records, ...rejects].toSorted((one, other) => one.ordinal - other.ordinal);
        expect(parts.map(({ ordinal }) => ordinal)).toEqual(parts.map((_, index) => index + 1));
        let rest = Buffer.from(input);
        for (const { raw, byteOffset, line } of parts.toReversed()) {
          const length = Buffer.byteLength(raw);
          expect(rest.toString('utf8', byteOffset, byteOffset + length)).toBe(raw);
          expect(line).toBe(rest.toString('utf8', 0, byteOffset).split('\n').length);
          rest = Buffer.concat([rest.subarray(0, byteOffset), rest.subarray(byteOffset + length)]);
        }
        expect(rest.toString()).toMatch(/^[[\],\s]*$/);
      }),
      { numRuns: 800 },
    );
  });
});

describe('where the records are', () => {
  const cases: [name: string, input: string, select: string, values: (string | null)[]][] = [
    ['an array', '[{"a":1},{"a":2}]', '', ['1', '2']],
    ['an array of none', ' [ ] ', '', []],
    ['one object', '{"a":1}', '', ['1']],
    ['objects one after another', '{"a":1}{"a":2} \n{"a":\n3}', '', ['1', '2', '3']],
    ['arrays one after another', '[{"a":1}][{"a":2}]', '', ['1', '2']],
    ['a byte order mark', '\ufeff[{"a":1}]', '', ['1']],
    ['nothing', '', '', []],
    ['a path', '{"x":{"items":[{}]},"data":{"n":1,"items":[{"a":1},{"a":2}],"m":[]}}', 'data.items', ['1', '2']],
    ['a path to one object', '{"data":{"a":1}}', 'data', ['1']],
    ['a path through an array', '{"a":[{"b":[{"a":1}]},{"b":[{"a":2}]}]}', 'a[0].b', ['1']],
    ['a path from an array', '[[{"a":1}],[{"a":2}]]', '[1]', ['2']],
    ['a path with $, and quotes', '{"a.b":[{"a":1}]}', '$["a.b"]', ['1']],
    ['a path spelled with escapes', '{"d\\u0061ta":[{"a":1}]}', 'data', ['1']],
    ['a path in every document', '{"d":[{"a":1}]}\n{"d":[{"a":2}]}', 'd', ['1', '2']],
    ['__proto__ on the path', '{"__proto__":[{"a":1}]}', '__proto__', ['1']],
  ];

  test.each(cases)('%s', (_name, input, select, values) => {
    const parsed = parse(input, { select });
    expect(parsed.rejects).toEqual([]);
    expect(fieldsOf(parsed)).toEqual(values);
  });

  test('lines, offsets and original bytes', () => {
    const { records } = parse('[\n  {\n    "a": 1\n  },\r\n  { "a": 2 } ,{}\n]\n');
    expect(records.map(({ line, byteOffset, raw }) => [line, byteOffset, raw])).toEqual([
      [2, 4, '{\n    "a": 1\n  }'],
      [5, 25, '{ "a": 2 }'],
      [5, 37, '{}'],
    ]);
  });

  test.each([
    ['data.items', '{"date":{"items":[]},"data":{"rows":[],"\\u001b":1}}', 'the keys are: rows, \\x1b.'],
    ['date', '{"data":[]}', 'the keys are: data.'],
    ['[3]', '[[],[]]', 'the document has no keys'],
    ['x', '[]', 'the document has no keys'],
    ['x.y', '{"x":1}', 'the keys are: x.'],
  ])('a path that leads nowhere: %s', (select, input, hint) => {
    expect(() => parse(input, { select })).toThrow(
      expect.objectContaining({ code: 'SELECT_NOT_FOUND', hint: expect.stringContaining(hint) as string }) as Error,
    );
  });

  test.each(['data..items', 'a[', 'a[x]', 'a["b]', '.', 'a.', '[1]b'])('no path: %s', (select) => {
    expect(() => parse('[]', { select })).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });
});

describe('a malformed record', () => {
  const cases: [name: string, input: string, values: string[], raws: string[]][] = [
    ['of one line', '[\n{"a":1},\n{"a":oops},\n{"a":3}\n]', ['1', '3'], ['{"a":oops}']],
    ['cut off', '[\n{"a":1},\n{"a":2,"b":"x\n{"a":3},\n{"a":4}\n]', ['1', '3', '4'], ['{"a":2,"b":"x']],
    ['with a brace too few', '[\n {"a":1,\n {"a":2},\n {"a":3}\n]', ['2', '3'], ['{"a":1,']],
    ['with a brace too many', '[{"a":1}},{"a":2}]', ['1', '2'], ['}']],
    ['with a bracket too few', '[{"a":[1},{"a":2}]', ['2'], ['{"a":[1}']],
    ['with a bracket too many', '[{"a":1]},{"a":2}]', ['2'], ['{"a":1', '}', ',', ']']],
    ['in pretty print', '[\n  {\n    "a": {\n      "x" 1\n    }\n  },\n  {\n    "a": 2\n  }\n]', ['2'], []],
    ['cut off in pretty print', '[\n  {\n    "a": {\n      "x"\n  {\n    "a": 2\n  }\n]', ['2'], []],
    ['in one long line', '[{"a":"x"y"},{"a":2}]', [], ['{"a":"x"y"},{"a":2}]', '']],
    ['without a comma after it', '[{"a":1} {"a":2},{"a":3}]', ['1', '3'], ['{"a":2}']],
    ['that is no object', '[1,"x",[{"a":1}],null,{"a":2}]', ['2'], ['1', '"x"', '[{"a":1}]', 'null']],
    ['that is missing', '[{"a":1},]', ['1'], ['']],
    ['that is missing in between', '[{"a":1},,{"a":2}]', ['1', '2'], []],
    ['between documents', '{"a":1} oops {"a":2}', ['1', '2'], ['oops']],
    ['after a document', '[{"a":1}] oops', ['1'], ['oops']],
  ];

  test.each(cases)('%s', (_name, input, values, raws) => {
    const parsed = parse(input);
    expect(fieldsOf(parsed)).toEqual(values);
    expect(parsed.rejects.length).toBeGreaterThan(0);
    if (raws.length > 0) expect(parsed.rejects.map(({ raw }) => raw)).toEqual(raws);
  });

  test('one bad record in many costs one record, whatever is wrong with it', () => {
    const good = Array.from({ length: 100 }, (_, index) => `{"a":${index}}`);
    for (const bad of ['{"a":"x}', '{"a":[1,2}', '{"a":{"b":1}', '{a:1}', '{"a":"\\"}', '{"a":1', '{"a":1}}']) {
      const lines = [...good.slice(0, 50), bad, ...good.slice(50)];
      const { records, rejects } = parse(`[\n${lines.join(',\n')}\n]`);
      expect([bad, records.length >= 100, rejects.length]).toEqual([bad, true, 1]);
    }
  });

  test('tells its place', () => {
    const { rejects } = parse('[\n  {\n    "a": tru\n  }\n]');
    expect(rejects[0].faults).toMatchObject([{ code: 'malformed_json', value: 'line 3, column 13' }]);
    expect(rejects[0].line).toBe(2);
  });

  test('that is nested too deep', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const parsed = parse(`[${deep},{"a":1}]`, { maxRecordBytes: 1 << 20, blockBytes: 1 << 19 });
    expect(codesOf(parsed)).toEqual([['too_deep']]);
    expect(fieldsOf(parsed)).toEqual(['1']);
  });

  test('that is too long is cut, and reading goes on after it', () => {
    const long = `{"a":"${'x'.repeat(5000)}","b":[{}]}`;
    const parsed = parse(`[${long},{"a":1}]`, { maxRecordBytes: 100, chunkBytes: 64 });
    expect(codesOf(parsed)).toEqual([['record_too_long']]);
    expect(parsed.rejects[0].raw).toHaveLength(100);
    expect(fieldsOf(parsed)).toEqual(['1']);
  });
});

describe('a malformed document', () => {
  test.each([
    ['cut off after a record', '[{"a":1}', ['1'], [['malformed_json']]],
    ['cut off after a comma', '[{"a":1},\n', ['1'], [['malformed_json']]],
    ['cut off in a record', '[{"a":1},{"a"', ['1'], [['malformed_json'], ['malformed_json']]],
    ['around its records', '{"data":[{"a":1}],oops}', ['1'], [['malformed_json', 'unreadable_rest']]],
    ['before its records', '{"x":01,"data":[{"a":1}]}', [], [['malformed_json', 'unreadable_rest']]],
    ['too deep', `{"x":${'['.repeat(100)}`, [], [['too_deep', 'unreadable_rest']]],
  ])('%s', (_name, input, values, codes) => {
    const parsed = parse(input, input.startsWith('{') ? { select: 'data' } : {});
    expect(fieldsOf(parsed)).toEqual(values);
    expect(codesOf(parsed)).toEqual(codes);
  });

  test('a text before the records that is longer than a record may be', () => {
    const parsed = parse(`{"x":"${'x'.repeat(5000)}","data":[]}`, {
      select: 'data',
      maxRecordBytes: 100,
      chunkBytes: 64,
    });
    expect(codesOf(parsed)).toEqual([['record_too_long', 'unreadable_rest']]);
    expect(parsed.rejects[0].raw).toHaveLength(100);
  });

  test('whitespace and arrays around the records may be of any length', () => {
    const numbers = `[${'1, '.repeat(5000)}1]`;
    const input = `${' '.repeat(5000)}{"x":${numbers},"data":[${'\n'.repeat(5000)}{"a":1}]}`;
    const parsed = parse(input, { select: 'data', maxRecordBytes: 100, chunkBytes: 64 });
    expect(parsed.records.map(({ line }) => line)).toEqual([5001]);
    expect(parsed.rejects).toEqual([]);
  });
});
