import { createHash } from 'node:crypto';
import { ExpressionFailure } from '../expression-failure.js';
import type { CelFunction } from './cel-function.js';
import { patternOf } from './pattern.js';

/** The functions of texts. Characters are code points, and are counted from 0. */
export const textFunctions: readonly CelFunction[] = [
  fn('lower(string): string', 'In lower case.', (text: string) => text.toLowerCase()),
  fn('upper(string): string', 'In upper case.', (text: string) => text.toUpperCase()),
  fn('trim(string): string', 'Without white space at both ends.', (text: string) => text.trim()),
  fn('trimStart(string): string', 'Without white space at its start.', (text: string) => text.trimStart()),
  fn('trimEnd(string): string', 'Without white space at its end.', (text: string) => text.trimEnd()),
  fn('length(string): int', 'How many characters it has.', (text: string) => BigInt(countOf(text))),
  fn('substring(string, int): string', 'From the given character to the end.', (text: string, start: bigint) =>
    part(text, start, MAX_CHARACTERS),
  ),
  fn(
    'substring(string, int, int): string',
    'From the first given character to before the second; what lies outside the text is left out.',
    part,
  ),
  fn('left(string, int): string', 'Its first characters.', (text: string, count: bigint) => part(text, 0n, count)),
  fn('right(string, int): string', 'Its last characters.', (text: string, count: bigint) =>
    count <= 0n ? '' : part(text, BigInt(countOf(text)) - count, MAX_CHARACTERS),
  ),
  fn('replace(string, string, string): string', 'With every second text in it replaced by the third.', replaceAll),
  fn(
    'regexReplace(string, string, string): string',
    'With every match of a regular expression replaced; `$1` stands for a group of it.',
    (text: string, pattern: string, by: string) => bounded(text.replace(patternOf(pattern), by)),
  ),
  {
    ...fn(
      'regexExtract(string, string): string',
      'The first match of a regular expression, or of its first group if it has one; NULL if there is none.',
      extract,
    ),
    isOpen: true,
  },
  fn('split(string, string): list<string>', 'Its parts between separators.', (text: string, by: string) =>
    text.split(by),
  ),
  fn(
    'splitPart(string, string, int): string',
    'One of these parts, from 1; negative: from the end. An empty text if there is none.',
    splitPart,
  ),
  fn('padStart(string, int): string', 'At least so long, by blanks at its start.', padStart),
  fn('padStart(string, int, string): string', 'At least so long, by a text that is repeated at its start.', padStart),
  fn('padEnd(string, int): string', 'At least so long, by blanks at its end.', padEnd),
  fn('padEnd(string, int, string): string', 'At least so long, by a text that is repeated at its end.', padEnd),
  fn('repeat(string, int): string', 'So many times.', (text: string, count: bigint) => {
    const times = lengthFrom(count);
    lengthFrom(BigInt(times * text.length));
    return text.repeat(times);
  }),
  fn('reverse(string): string', 'Its characters from the last to the first.', (text: string) =>
    [...text].reverse().join(''),
  ),
  fn('sha256(string): string', 'The SHA-256 of its UTF-8, in hexadecimal digits.', digest('sha256')),
  fn('md5(string): string', 'The MD5 of its UTF-8, in hexadecimal digits.', digest('md5')),
];

function fn(signature: string, description: string, handler: CelFunction['handler']): CelFunction {
  return { signature, description, handler };
}

/** The longest text that is made by padding, repeating or replacing, in UTF-16 units. */
const MAX_MADE = 1_000_000;
const MAX_CHARACTERS = 1n << 40n;

function countOf(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (const { length } of text) count += length > 0 ? 1 : 0;
  return count;
}

const SURROGATE = /[\ud800-\udfff]/;

function part(text: string, start: bigint, end: bigint): string {
  const [from, to] = [start, end].map((at) => Math.max(0, Number(at)));
  if (to <= from) return '';
  return SURROGATE.test(text) ? [...text].slice(from, to).join('') : text.slice(from, to);
}

function replaceAll(text: string, from: string, to: string): string {
  if (from === '') return text;
  return bounded(text.split(from).join(to));
}

function bounded(text: string): string {
  if (text.length > 16 * MAX_MADE) throw tooLong();
  return text;
}

function tooLong(): ExpressionFailure {
  return new ExpressionFailure('the text would be too long');
}

function extract(text: string, pattern: string): string | null {
  const regex = patternOf(pattern);
  regex.lastIndex = 0;
  const match = regex.exec(text);
  return match === null ? null : match.length > 1 ? (match[1] ?? null) : match[0];
}

function splitPart(text: string, by: string, at: bigint): string {
  if (at === 0n) throw new ExpressionFailure('splitPart counts from 1');
  return text.split(by).at(Number(at > 0n ? at - 1n : at)) ?? '';
}

function padStart(text: string, length: bigint, by = ' '): string {
  return padding(text, length, by) + text;
}

function padEnd(text: string, length: bigint, by = ' '): string {
  return text + padding(text, length, by);
}

function padding(text: string, length: bigint, by: string): string {
  const missing = lengthFrom(length) - countOf(text);
  if (missing <= 0 || by === '') return '';
  const characters = [...by];
  const whole = by.repeat(Math.floor(missing / characters.length));
  return whole + characters.slice(0, missing % characters.length).join('');
}

function lengthFrom(length: bigint): number {
  if (length > BigInt(MAX_MADE)) throw tooLong();
  return Math.max(0, Number(length));
}

function digest(algorithm: string): (text: string) => string {
  return (text) => createHash(algorithm).update(text).digest('hex');
}
