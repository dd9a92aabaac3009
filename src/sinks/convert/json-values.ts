import { copyBytes } from '../../schema/codecs/append.js';
import { dropBlanks, skipBlanks } from '../../schema/codecs/blanks.js';
import { type CopyOutput, Verdict } from '../../schema/codecs/codec.js';
import { isWord } from '../../schema/codecs/is-word.js';
import { documentScanner } from '../../schema/codecs/json-document.js';
import { jsonNumberEnd, jsonStringEnd } from '../../schema/codecs/json-scalars.js';
import { skipDigits } from '../../schema/codecs/skip-digits.js';
import { appendJsonString } from '../json-string.js';
import type { ConvertedKind } from './converted-column.js';

/** Appends the value in `bytes[start..end)` as JSON; there is room for six bytes a byte and eight more. */
export type AppendValue = (bytes: Buffer, start: number, end: number, output: CopyOutput) => void;

/** How the values of a column become JSON. */
export function appenderOf(kind: ConvertedKind): AppendValue {
  return appenders[kind];
}

/** A number that JSON can't spell (`007`, `NaN`) stays a text; only a zero before the point is made up. */
const appendNumber: AppendValue = (bytes, start, end, output) => {
  const from = skipBlanks(bytes, start, end);
  const to = dropBlanks(bytes, from, end);
  if (isNumber(bytes, from, to)) return copyBytes(bytes, from, to, output);
  const point = bytes[from] === MINUS ? from + 1 : from;
  if (bytes[point] !== POINT || !isNumberAfterZero(bytes, point, to))
    return appendJsonString(bytes, start, end, output);
  copyBytes(bytes, from, point, output);
  output.bytes[output.offset++] = ZERO;
  copyBytes(bytes, point, to, output);
};

const appendBoolean: AppendValue = (bytes, start, end, output) => {
  const from = skipBlanks(bytes, start, end);
  const to = dropBlanks(bytes, from, end);
  if (isWord(bytes, from, to, 'true') || isWord(bytes, from, to, 't')) copyBytes(TRUE, 0, TRUE.length, output);
  else if (isWord(bytes, from, to, 'false') || isWord(bytes, from, to, 'f')) copyBytes(FALSE, 0, FALSE.length, output);
  else appendJsonString(bytes, start, end, output);
};

const scanDocument = documentScanner({ stringEnd: jsonStringEnd, numberEnd: jsonNumberEnd });

/** JSON text is passed on as it is, on one line: what JSON calls whitespace is left out. */
const appendDocument: AppendValue = (bytes, start, end, output) => {
  if (scanDocument(bytes, start, end) !== Verdict.accepted) return appendJsonString(bytes, start, end, output);
  let run = start;
  for (let at = start; at < end;) {
    if (isJsonSpace(bytes[at])) {
      copyBytes(bytes, run, at, output);
      run = at + 1;
    }
    at = bytes[at] === QUOTE ? jsonStringEnd(bytes, at, end) : at + 1;
  }
  copyBytes(bytes, run, end, output);
};

const appenders: Readonly<Record<ConvertedKind, AppendValue>> = {
  string: appendJsonString,
  number: appendNumber,
  boolean: appendBoolean,
  json: appendDocument,
};

function isNumber(bytes: Buffer, start: number, end: number): boolean {
  return start < end && jsonNumberEnd(bytes, start, end) === end;
}

/** Whether a number would be there if a zero stood before the point: its last digit and what follows are one. */
function isNumberAfterZero(bytes: Buffer, point: number, end: number): boolean {
  const lastDigit = skipDigits(bytes, point + 1, end) - 1;
  const hasSecondPoint = lastDigit + 1 < end && bytes[lastDigit + 1] === POINT;
  return lastDigit > point && !hasSecondPoint && isNumber(bytes, lastDigit, end);
}

function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
