import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import {
  compileExpression,
  type CompiledExpression,
} from '../../../../src/transforms/expressions/compile-expression.js';
import { readJsonValue } from '../../../../src/transforms/expressions/json-value.js';
import type { ValueKind } from '../../../../src/transforms/record/value-kind.js';

const kinds = new Map<string, ValueKind>([
  ['qty', 'integer'],
  ['price', 'double'],
  ['country', 'text'],
  ['active', 'boolean'],
  ['at', 'timestamp'],
  ['doc', 'json'],
  ['Order ID', 'integer'],
  ['type', 'text'],
  ['package', 'text'],
  ['record', 'text'],
  ['constructor', 'text'],
]);

const values = new Map<string, unknown>([
  ['qty', 7n],
  ['price', 2.5],
  ['country', 'FR'],
  ['active', true],
  ['at', new Date('2024-02-29T12:34:56.789Z')],
  ['doc', { tags: ['a', 'b'], n: 5n, deep: { x: 1.5, none: null } }],
  ['Order ID', 42n],
  ['type', 'T'],
  ['package', 'P'],
  ['record', 'R'],
  ['constructor', 'C'],
]);

function compiled(text: string): CompiledExpression {
  return compileExpression({ text, place: '--where' }, kinds);
}

/** The outcome for a record with other values than those above. */
function outcome(text: string, others: Readonly<Record<string, unknown>> = {}): unknown {
  const expression = compiled(text);
  const record = new Map([...values, ...Object.entries(others)]);
  const read: Record<string, unknown> = Object.fromEntries(
    expression.fields.map(({ name, variable }) => [variable, record.get(name)]),
  );
  if (expression.readsRecord) read['record'] = record;
  return expression.evaluate(read, !Object.values(read).includes(null));
}

function failure(text: string, isCondition = false): SluiceError {
  try {
    compileExpression({ text, place: '--where' }, kinds, { isCondition });
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error(`${text} was compiled.`);
}

describe('numbers of both kinds go together', () => {
  test.each([
    ['price * qty', 17.5, 'double'],
    ['qty * price > 17', true, 'bool'],
    ['qty / 2', 3n, 'int'],
    ['qty / 2.0', 3.5, 'double'],
    ['qty == 7.0', true, 'bool'],
    ['price == 2', false, 'bool'],
    ['price != 2', true, 'bool'],
    ['price in [1, 2]', false, 'bool'],
    ['qty in [7.0]', true, 'bool'],
    ['price > 2 && price < 3', true, 'bool'],
    ['-price + 1', -1.5, 'double'],
    ['qty % 4', 3n, 'int'],
    ['price % 2', 0.5, 'double'],
    ['active ? price : 0', 2.5, 'double'],
    ['active ? -1 : price', -1, 'double'],
    ['active ? (active ? 1 : price) : 2', 1, 'double'],
    ['coalesce(price, 0)', 2.5, 'double'],
  ])('%s', (text, expected, type) => {
    expect(outcome(text)).toEqual(expected);
    expect(compiled(text).type).toBe(type);
  });
});

describe('NULL', () => {
  const nothing = { qty: null, price: null, country: null, active: null, at: null };
  test.each([
    ['price == null', true],
    ['null == price', true],
    ['price != null', false],
    ['price != null && price > 1.0', false],
    ['country == null || country == "FR"', true],
    ['country == "FR"', false],
    ['country != "FR"', true],
    ['at == null', true],
    ['coalesce(price, 5) / 2', 2.5],
    ['coalesce(qty, 5) / 2', 2n],
    ['coalesce(price, qty, 3)', 3],
    ['coalesce(price, qty)', null],
    ['lower(country)', null],
    ['substring(country, 0, 2)', null],
    ['int(country)', null],
    ['int(country) == null', true],
    ['double(country) != null', false],
    ['[country].map(c,int(c))[0] == null', true],
    ['coalesce(int(country), 7) < 8', true],
    ['year(at)', null],
    ['active == null ? "none" : "some"', 'none'],
    ['price == null ? null : price * 2', null],
    ['greatest(price, 1, qty)', 1],
    ['nullif(country, "FR")', null],
    ['has(record.qty)', false],
    ['[country]', [null]],
  ])('%s', (text, expected) => {
    expect(outcome(text, nothing)).toEqual(expected);
  });

  test.each([
    'price > 1.0',
    'price + 1.0',
    'country + "x"',
    '-qty',
    '!active',
    'active && true',
    'country.startsWith("F")',
    'active ? 1 : 2',
    'int(country) < 5',
    'string(qty) + "x"',
  ])('%s fails', (text) => {
    expect(() => outcome(text, nothing)).toThrow();
  });

  test.each([
    ['qty / nullif(qty, 7)', 'fails'],
    ['price / nullif(price, 2.5)', 'fails'],
    ['regexExtract(country, "x") + "y"', 'fails'],
    ['(active ? null : price) * 2.0', 'fails'],
  ])('that is made on the way is no number or text: %s', (text) => {
    expect(() => outcome(text)).toThrow();
  });
});

describe('any name', () => {
  test.each([
    ['record["Order ID"] + 1', 43n, ['Order ID']],
    ['record.qty + qty', 14n, ['qty']],
    ['type + package_', null, null],
    ['type == "T" && type(qty) == int', true, ['type', 'qty']],
    ['record["package"] + record.record + constructor', 'PRC', ['package', 'record', 'constructor']],
    ['record[country == "FR" ? "qty" : "price"]', 7n, ['country']],
    ['size(record)', 11n, []],
    ['has(record.country)', true, ['country']],
    ['has(doc.deep.x) && !has(doc.deep.y)', true, ['doc']],
    ['doc.tags.map(qty, qty + "!")', ['a!', 'b!'], ['doc']],
    ['doc.tags.exists(t, t == "b") && qty > 1', true, ['doc', 'qty']],
    ['doc.tags.map(f0, f0 + country)', ['aFR', 'bFR'], ['doc', 'country']],
    ['cel.bind(x, qty * 2, x + x)', 28n, ['qty']],
    ['doc.tags.map(x, (x + "1"), // , )\n (x))', null, null],
    ['doc.tags.filter(x, (x == "a"))', ['a'], ['doc']],
    ['[3, 4].map(x, x > 3, (x) + qty)', [11n], ['qty']],
    ['doc["tags"][0]', 'a', ['doc']],
    ['{"a": qty}', { a: 7n }, ['qty']],
  ])('%s', (text, expected, names) => {
    if (names === null) expect(() => compiled(text)).toThrow(SluiceError);
    else {
      expect(outcome(text)).toEqual(expected);
      expect(compiled(text).names).toEqual(names);
    }
  });
});

test('lists of macros keep their types', () => {
  expect(compiled('[1, 2].map(x, x * 2)').type).toBe('list<int>');
});

test.each([
  ['qty == null ? null : qty', 'int'],
  ['qty > 1 ? null : (qty > 0 ? "a" : "b")', 'string'],
  ['qty > 1 ? null : doc', 'dyn'],
  ['doc', 'dyn'],
  ['null', 'null'],
  ['nullif(country, "")', 'string'],
  ['date("2024-01-01")', 'google.protobuf.Timestamp'],
])('the type of %s is %s', (text, type) => {
  expect(compiled(text).type).toBe(type);
});

describe('what is wrong is marked', () => {
  test.each([
    ['amuont > 1', 'there is no field or column "amuont"', [0, 6], null],
    ['qty > 1 && contry == "FR"', 'there is no field or column "contry"', [11, 6], 'Did you mean country?'],
    ['record["Order id"] > 1', 'there is no field or column "Order id"', [0, 18], 'Did you mean record["Order ID"]?'],
    ['country > 5', '> does not work on string and int', [0, 11], 'country is text here'],
    ['qty + country', '+ does not work on int and string', [0, 13], 'country is text here'],
    ['lowr(country)', 'there is no function lowr', [0, 13], 'Did you mean lower?'],
    ['lower(qty)', 'lower(int) does not fit', [0, 10], 'There is lower(string): string.'],
    ['package == "x"', '"package" is a reserved word', [0, 7], 'record["package"]'],
    ['qty >', 'something is missing at the end', [5, 1], null],
    ['country == "FR', 'a text is not closed', [11, 3], null],
    ['qty = 1', 'what stands here is not expected', [4, 1], 'Equal is =='],
    ['country == record["Order ID"] && qty > 1', '== does not work on string and int', [0, 29], null],
    ['qty ? 1 : 2', 'ternary condition must be bool', [0, 3], null],
    ['coalesce(qty, "x")', 'coalesce() takes values of one type, not of int, string', [0, 18], null],
    ['qty == 1\n  && nope', 'there is no field or column "nope"', [5, 4], null],
    ['[1].map(x, nope)', 'there is no field or column "nope"', [11, 4], null],
    ['country == "" || true + int(country) > 2', '+ does not work on bool and int', [17, 19], null],
    ['[1].map(x, x + "a")', '+ does not work on int and string', [11, 7], null],
  ])('%s', (text, reason, [start, length], hint) => {
    const { code, message, hint: given } = failure(text);
    const [first, line, mark] = message.split('\n');
    expect(code).toBe('EXPRESSION_INVALID');
    expect(first).toContain(`--where: ${reason}`);
    expect(line.slice(2)).toBe(text.split('\n').at(-1));
    expect(mark).toBe(`  ${' '.repeat(start)}${'^'.repeat(length)}`);
    expect(given ?? '').toContain(hint ?? '');
  });

  test('a condition that is neither true nor false', () => {
    expect(failure('qty + 1', true).message).toContain('a condition is true or false, and this is int');
    expect(() => compileExpression({ text: 'doc.x', place: '' }, kinds, { isCondition: true })).not.toThrow();
  });

  test('of a long expression what stands around the mark, safe to print', () => {
    const text = `${'qty == 1 || '.repeat(50)}nope == "\u001b\u202e" ${'|| qty == 1 '.repeat(50)}`;
    const [, line, mark] = failure(text).message.split('\n');
    expect(line.length).toBeLessThan(220);
    expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('nope');
    expect(line).toContain(String.raw`\x1b\u202e`);
  });
});

describe('nothing but the record can be reached', () => {
  test.each([
    'doc.constructor',
    'doc["constructor"]',
    'doc.deep.toString',
    'doc.deep.hasOwnProperty',
    'at.constructor',
    'at.getTime',
    'at["toISOString"]',
    '{"a": 1}.constructor',
    'type(qty).constructor',
    'google.constructor',
    'google.protobuf.Timestamp.constructor',
  ])('%s has no value', (text) => {
    expect(() => outcome(text)).toThrow();
  });

  test.each([
    'country.constructor',
    'process',
    'globalThis',
    'require("fs")',
    'eval("1")',
    'cel',
    'cel.bind',
    'optional.none()',
    'doc.deep.constructor.constructor("return process")()',
    'record.__proto__',
    'record["hasOwnProperty"]',
    '__proto__',
    'qty.toString()',
  ])('%s is no expression', (text) => {
    expect(failure(text).code).toBe('EXPRESSION_INVALID');
  });

  test('members of JSON are what it says, whatever their names', () => {
    const doc = readJsonValue('{"__proto__": {"x": 1.5}, "constructor": "c"}');
    expect(outcome('doc.__proto__.x', { doc })).toBe(1.5);
    expect(outcome('doc.constructor', { doc })).toBe('c');
  });
});

describe('what one record may cost is bounded', () => {
  const doc = { list: Array.from({ length: 3000 }, (_, index) => BigInt(index)) };
  test.each([
    'doc.list.map(a, doc.list.map(b, doc.list.map(c, a)))',
    'doc.list.all(a, doc.list.all(b, doc.list.all(c, true)))',
    'doc.list.exists(a, doc.list.exists(b, doc.list.exists(c, false)))',
    'doc.list.filter(a, doc.list.exists(b, doc.list.all(c, c >= 0))).size() > 0',
    'doc.list.all(a, doc.list.all(b, doc.list.all(c, true))) || true',
    'doc.list.exists_one(a, doc.list.exists_one(b, b == a))',
    `["x"]${'.map(x, x + x)'.repeat(60)}`,
    `[doc.list]${'.map(x, x + x)'.repeat(60)}`,
    `cel.bind(a, doc.list + doc.list, ${'cel.bind(a, a + a + a + a, '.repeat(20)}a${')'.repeat(21)}`,
  ])('%s', (text) => {
    const start = performance.now();
    expect(() => outcome(text, { doc })).toThrow('more than 1,000,000 steps');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test.each(['repeat(country, 1000000)', 'padStart(country, 9223372036854775807)', 'padEnd(country, 1000001, "ab")'])(
    '%s',
    (text) => {
      expect(() => outcome(text)).toThrow('the text would be too long');
    },
  );

  test('as it is written too', () => {
    expect(failure(`${'('.repeat(300)}qty${')'.repeat(300)}`).message).toContain('exceeded maxDepth');
    expect(failure(Array.from({ length: 3000 }, () => 'qty').join(' + ')).message).toContain('exceeded maxAstNodes');
  });
});
