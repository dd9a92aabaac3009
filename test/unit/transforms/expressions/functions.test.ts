import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../../../src/transforms/expressions/compile-expression.js';

function outcome(text: string): unknown {
  const compiled = compileExpression({ text, place: '' }, new Map());
  const [typed, open] = [true, false].map((isComplete) => compiled.evaluate({}, isComplete));
  expect(typed).toEqual(open);
  return open;
}

test.each([
  ['lower("ÄB")', 'äb'],
  ['upper("äß")', 'ÄSS'],
  ['trim(" a ") + trimStart(" b ") + trimEnd(" c ")', 'ab  c'],
  ['length("a😀")', 2n],
  ['substring("héllo", 1)', 'éllo'],
  ['substring("a😀bc", 1, 3)', '😀b'],
  ['substring("abc", -5, 99)', 'abc'],
  ['substring("abc", 2, 1)', ''],
  ['left("abc", 2) + right("abc", 2)', 'abbc'],
  ['left("abc", -1) + right("abc", 0) + right("abc", 9)', 'abc'],
  ['replace("a.b.c", ".", "$&")', 'a$&b$&c'],
  ['replace("abc", "", "x")', 'abc'],
  ['regexReplace("a1b22", "([0-9]+)", "<$1>")', 'a<1>b<22>'],
  ['regexExtract("order 42", "[0-9]+")', '42'],
  ['regexExtract("k=v", "k=(.)")', 'v'],
  ['regexExtract("abc", "x")', null],
  ['split("a,b", ",")', ['a', 'b']],
  ['splitPart("a,b,c", ",", 2) + splitPart("a,b,c", ",", -1) + splitPart("a", ",", 5)', 'bc'],
  ['padStart("7", 3, "0") + padEnd("😀", 3, "ab") + padStart("x", 3) + padEnd("long", 2)', '007😀ab  xlong'],
  ['padStart("7", 3, "")', '7'],
  ['repeat("ab", 2) + repeat("x", -1)', 'abab'],
  ['reverse("a😀")', '😀a'],
  ['sha256("abc")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['md5("abc")', '900150983cd24fb0d6963f7d28e17f72'],
  ['abs(-3) + abs(3)', 6n],
  ['abs(-2.5)', 2.5],
  ['sign(-3) + sign(2.5)', 0n],
  ['round(2.5) + round(-2.5) + round(1.4)', 1],
  ['round(1.005, 2)', 1.01],
  ['round(-1234.5, -2)', -1200],
  ['round(1e300, 2)', 1e300],
  ['round(1e-10, 5)', 0],
  ['round(1250, -2) + round(-1250, -2)', 0n],
  ['round(15, 3)', 15n],
  ['floor(-1.5) + ceil(-1.5) + trunc(-1.5)', -4],
  ['sqrt(9) + sqrt(2.25)', 4.5],
  ['power(2, 10) + power(2.0, 0.5) * 0', 1024],
  ['greatest(1, 2.5, 2)', 2.5],
  ['least("b", "a")', 'a'],
  ['least(date("2024-01-02"), date("2024-01-01"))', new Date('2024-01-01')],
  ['nullif(0, 0.0)', null],
  ['nullif("a", "b")', 'a'],
  ['coalesce(null, null, 1)', 1n],
  ['int(true) + int(timestamp("1970-01-01T00:01:00Z"))', 61n],
  ['string(timestamp("2024-01-31T12:00:00Z"))', '2024-01-31T12:00:00.000Z'],
  ['parseJson("{\\"a\\": [1, 1.0, 12345678901234567890]}").a', [1n, 1, '12345678901234567890']],
  ['toJson({"a": [1, 2.5]})', '{"a":[1,2.5]}'],
  ['toJson(9007199254740993)', '9007199254740993'],
])('%s', (text, expected) => {
  expect(outcome(text)).toEqual(expected);
});

describe('times', () => {
  const t = 'timestamp("2024-12-30T23:59:58.500Z")';
  test.each([
    [
      `[year(${t}), quarter(${t}), month(${t}), day(${t}), hour(${t}), minute(${t}), second(${t})]`,
      [2024n, 4n, 12n, 30n, 23n, 59n, 58n],
    ],
    [`[isoYear(${t}), isoWeek(${t}), isoWeekday(${t}), dayOfYear(${t})]`, [2025n, 1n, 1n, 365n]],
    ['[isoYear(date("2021-01-03")), isoWeek(date("2021-01-03"))]', [2020n, 53n]],
    ['epoch(timestamp("1969-12-31T23:59:59.500Z"))', -1n],
    [`date(${t})`, new Date('2024-12-30')],
    ...(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const).map(
      (unit, at) =>
        [
          `dateTrunc("${unit}", ${t})`,
          new Date(
            [
              '2024-12-30T23:59:58Z',
              '2024-12-30T23:59:00Z',
              '2024-12-30T23:00:00Z',
              '2024-12-30',
              '2024-12-30',
              '2024-12-01',
              '2024-10-01',
              '2024-01-01',
            ][at],
          ),
        ] as [string, Date],
    ),
    ['addMonths(date("2024-01-31"), 1)', new Date('2024-02-29')],
    ['addMonths(date("2024-01-31"), -2)', new Date('2023-11-30')],
    ['addDays(date("2024-02-28"), 2)', new Date('2024-03-01')],
    [`daysBetween(date("2024-12-01"), ${t})`, 29n],
    [`daysBetween(${t}, date("2024-12-31"))`, 1n],
    ['localTime(timestamp("2024-07-01T12:00:00Z"), "Europe/Paris")', new Date('2024-07-01T14:00:00Z')],
    ['localTime(timestamp("2024-01-01T23:30:00Z"), "Europe/Paris")', new Date('2024-01-02T00:30:00Z')],
    [`formatDate(${t}, "yyyy/MM/dd HH:mm:ss.SSS")`, '2024/12/30 23:59:58.500'],
  ])('%s', (text, expected) => {
    expect(outcome(text)).toEqual(expected);
  });
});

test.each([
  ['date("2024-02-30")', 'date() takes a day'],
  ['date("x")', 'date() takes a day'],
  ['dateTrunc("century", date("2024-01-01"))', 'dateTrunc() takes'],
  ['localTime(date("2024-01-01"), "Mars/Olympus")', 'there is no such time zone'],
  ['addMonths(date("2024-01-01"), 9223372036854775807)', 'the time is out of range'],
  ['addDays(date("2024-01-01"), 9223372036854775807)', 'the time is out of range'],
  ['splitPart("a", ",", 0)', 'splitPart counts from 1'],
  ['sqrt(-1)', 'square root of a negative number'],
  ['regexReplace("a", "(", "")', 'the pattern is no regular expression'],
  ['parseJson("{")', 'the text is no JSON'],
])('%s fails', (text, reason) => {
  expect(() => outcome(text)).toThrow(reason);
});
