import { expect, test } from 'vitest';
import { detectJson, isMeantAsJson } from '../../../../src/parsers/json/detect.js';

test.each([
  ['{"a":1}\n{"a":2}\n', 'ndjson'],
  ['\ufeff\n {"a":1}\r\n{"a"', 'ndjson'],
  ['{"a":1}', 'ndjson'],
  ['{}', 'ndjson'],
  ['{"a":oops}\n{"a":2}\n', 'ndjson'],
  ['{"a":1}\n\n', 'ndjson'],
  ['[{"a":1}]', 'json'],
  ['[]', 'json'],
  [' [ \n  {', 'json'],
  ['[1,2]', 'json'],
  ['{\n  "a": 1\n}\n', 'json'],
  ['{"data": [\n{"a":1},\n{"a":2}]}', 'json'],
  ['{"data": [{"a":1}, {"a', 'json'],
  ['{"a":1} {"a":2}', 'json'],
  ['[section]\nkey=value\n', null],
  ['a,b\n1,2\n', null],
  ['{a},{b}\n', null],
  ['"a","b"\n', null],
  ['42\n', null],
  ['', null],
])('%j is %s', (head, format) => expect(detectJson(Buffer.from(head))).toBe(format));

test.each([
  ["{'id': 1}\n", true],
  ['// a comment\n[{"a":1}]', true],
  ['/* a comment */ [1]', true],
  ['oops\n{"a":1}\n', true],
  ['null\n', true],
  ['a,b\n1,2\n', false],
  ['"a","b"\n', false],
  ['', false],
])('%j in a file that is called JSON is meant as such: %s', (head, expected) =>
  expect(isMeantAsJson(Buffer.from(head))).toBe(expected),
);
