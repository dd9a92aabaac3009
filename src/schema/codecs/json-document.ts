import { Verdict, type VerdictCode } from './codec.js';
import { INVALID, UNDECIDED } from './json-scalars.js';

/** How a kind of document reads its scalars. Each takes the offset of the first byte and gives the one after the last. */
export interface JsonScalars {
  /** Reads a string from its opening quote; negative for a fault: a {@link Verdict}, negated. */
  readonly stringEnd: (bytes: Buffer, at: number, end: number) => number;
  /** Reads a number from its first byte; negative for a fault. */
  readonly numberEnd: (bytes: Buffer, at: number, end: number) => number;
}

/**
 * Makes a function that checks a whole field as a JSON document, by the grammar of RFC 8259.
 *
 * @param scalars - How strings and numbers are checked.
 * @returns A function that answers accepted, invalid, or undecided: nested so deep that the server's stack decides.
 */
export function documentScanner(scalars: JsonScalars): (bytes: Buffer, start: number, end: number) => VerdictCode {
  const scan: Scan = { scalars, end: 0 };
  return (bytes, start, end) => {
    scan.end = end;
    const after = skipJsonSpace(bytes, valueEnd(bytes, start, 0, scan), scan);
    if (after < 0) return -after as VerdictCode;
    return after === end ? Verdict.accepted : Verdict.invalid;
  };
}

interface Scan {
  readonly scalars: JsonScalars;
  /** The byte after the field's last. */
  end: number;
}

/** Levels of nesting that any server's stack holds. */
const MAX_DEPTH = 500;

function valueEnd(bytes: Buffer, start: number, depth: number, scan: Scan): number {
  const at = skipJsonSpace(bytes, start, scan);
  if (at < 0 || at >= scan.end) return INVALID;
  switch (bytes[at]) {
    case OPENING_BRACE:
      return depth < MAX_DEPTH ? objectEnd(bytes, at, depth, scan) : UNDECIDED;
    case OPENING_BRACKET:
      return depth < MAX_DEPTH ? arrayEnd(bytes, at, depth, scan) : UNDECIDED;
    case QUOTE:
      return scan.scalars.stringEnd(bytes, at, scan.end);
    default:
      return isSmallLetter(bytes[at]) ? literalEnd(bytes, at, scan) : scan.scalars.numberEnd(bytes, at, scan.end);
  }
}

function objectEnd(bytes: Buffer, start: number, depth: number, scan: Scan): number {
  let at = skipJsonSpace(bytes, start + 1, scan);
  if (isAt(bytes, at, CLOSING_BRACE, scan)) return at + 1;
  for (;;) {
    at = memberEnd(bytes, at, depth, scan);
    if (isAt(bytes, at, CLOSING_BRACE, scan)) return at + 1;
    if (!isAt(bytes, at, COMMA, scan)) return fault(at);
    at = skipJsonSpace(bytes, at + 1, scan);
  }
}

/** Reads a name, a colon, a value and the spaces after it. */
function memberEnd(bytes: Buffer, at: number, depth: number, scan: Scan): number {
  if (!isAt(bytes, at, QUOTE, scan)) return INVALID;
  const nameEnd = skipJsonSpace(bytes, scan.scalars.stringEnd(bytes, at, scan.end), scan);
  if (!isAt(bytes, nameEnd, COLON, scan)) return fault(nameEnd);
  return skipJsonSpace(bytes, valueEnd(bytes, nameEnd + 1, depth + 1, scan), scan);
}

function arrayEnd(bytes: Buffer, start: number, depth: number, scan: Scan): number {
  let at = skipJsonSpace(bytes, start + 1, scan);
  if (isAt(bytes, at, CLOSING_BRACKET, scan)) return at + 1;
  for (;;) {
    at = skipJsonSpace(bytes, valueEnd(bytes, at, depth + 1, scan), scan);
    if (isAt(bytes, at, CLOSING_BRACKET, scan)) return at + 1;
    if (!isAt(bytes, at, COMMA, scan)) return fault(at);
    at++;
  }
}

function literalEnd(bytes: Buffer, at: number, scan: Scan): number {
  const literal = literalFrom(bytes[at]);
  if (at + literal.length > scan.end) return INVALID;
  for (let index = 0; index < literal.length; index++) {
    if (bytes[at + index] !== literal[index]) return INVALID;
  }
  return at + literal.length;
}

/** The literal that may start with a letter; any will do for a letter that starts none. */
function literalFrom(letter: number): Buffer {
  if (letter === SMALL_T) return TRUE;
  return letter === SMALL_F ? FALSE : NULL;
}

/** The fault that an offset stands for, when it isn't where the grammar goes on. */
function fault(at: number): number {
  return at < 0 ? at : INVALID;
}

function isSmallLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isAt(bytes: Buffer, at: number, byte: number, scan: Scan): boolean {
  return at >= 0 && at < scan.end && bytes[at] === byte;
}

/** Skips what JSON calls whitespace; a negative offset stays. */
function skipJsonSpace(bytes: Buffer, start: number, scan: Scan): number {
  let at = start;
  while (at >= 0 && at < scan.end && isJsonSpace(bytes[at])) at++;
  return at;
}

function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const SMALL_F = 0x66;
const SMALL_T = 0x74;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
