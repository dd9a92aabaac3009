import { describe, expect, test } from 'vitest';
import { BatchPool } from '../../../../src/batch/batch-pool.js';
import { createJsonAssembler } from '../../../../src/parsers/json/json-assembler.js';
import { JsonType } from '../../../../src/parsers/json/json-type.js';
import { KeyTally } from '../../../../src/parsers/json/key-tally.js';

function keysOf(input: string, flatten = false, comments = false): [string, number][] {
  return tallyOf(input, flatten, comments)
    .findings()
    .map(({ path, types }) => [path.join('.'), types]);
}

function tallyOf(input: string, flatten = false, comments = false): KeyTally {
  const listener = new KeyTally();
  const pool = new BatchPool({ source: { name: 'x' }, width: 0, quote: 0x22 }, 32);
  const options = { columns: [], columnOf: () => 'unknown' as const, flatten, maxDepth: 64, maxRecordBytes: 1 << 20 };
  const shape = {
    format: input.startsWith('{') ? ('ndjson' as const) : ('json' as const),
    select: '',
    source: 'x',
    comments,
  };
  const assembler = createJsonAssembler(shape, options, { pool, listener });
  for (const byte of Buffer.from(input)) for (const batch of assembler.push(Buffer.from([byte]))) pool.release(batch);
  for (const batch of assembler.end()) pool.release(batch);
  return listener;
}

describe('the keys of a source', () => {
  const { string, number, boolean, object, array, null: none } = JsonType;

  test('in the order in which they come, with the types of their values', () => {
    const input = '{"b":1,"a":"x"}\n{"c":null,"a":true}\n{"b":[],"a":{}}\n{"b":"\\u0000"}';
    expect(keysOf(input)).toEqual([
      ['b', number | array | string],
      ['a', string | boolean | object],
      ['c', none],
    ]);
  });

  test('however they are spelled', () => expect(keysOf('{"a":1}\n{"\\u0061":""}')).toEqual([['a', number | string]]));

  test('malformed records have no say', () =>
    expect(keysOf('{"a":1}\n{"b":1,"a":"x",oops}\n{"c":1')).toEqual([['a', number]]));

  test('flattened, with the members of an object together', () => {
    const input = '{"o":{"x":1},"z":1}\n{"o":{"y":{"p":"q"}}}\n{"o":null,"e":{},"m":{"n":1}}\n{"m":2,"__proto__":1}';
    expect(keysOf(input, true)).toEqual([
      ['o.x', number],
      ['o.y.p', string],
      ['z', number],
      ['m', number],
      ['m.n', number],
      ['__proto__', number],
    ]);
  });

  test('of documents, by either way of reading', () => {
    expect(keysOf('[{"a":1},{"b":false}]')).toEqual([
      ['a', number],
      ['b', boolean],
    ]);
    expect(keysOf('[{"a":1},/**/{"b":false}]', false, true)).toEqual([
      ['a', number],
      ['b', boolean],
    ]);
  });

  test.each([
    [4096, false],
    [4097, true],
    [20_000, true],
  ])('%d: as many as memory is spent on, and whether there were more', (count, hasMore) => {
    const members = Array.from({ length: count }, (_, index) => `"k${index}":1`);
    const lines = members.map((member) => `{${member}}`).join('\n');
    for (const input of [lines, `[{${members.join()}}]`]) {
      const tally = tallyOf(input);
      expect([tally.findings().length, tally.hasMore]).toEqual([4096, hasMore]);
    }
  });

  test('more of them in malformed records are no more', () => {
    const members = Array.from({ length: 5000 }, (_, index) => `"k${index}":1`);
    const tally = tallyOf(`{"a":1}\n{${members.join()},oops}`);
    expect([tally.findings().length, tally.hasMore]).toEqual([1, false]);
  });

  test('a key that a record has a thousand times is one', () => {
    expect(keysOf(`{${'"a":1,'.repeat(10_000)}"b":2}`)).toEqual([
      ['a', number],
      ['b', number],
    ]);
  });
});
