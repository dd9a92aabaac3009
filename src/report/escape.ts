import { isUtf8 } from 'node:buffer';

import { printable } from '../errors/printable.js';

/** The most characters shown of a value. */
const LIMIT = 60;

/**
 * Makes a value's bytes safe and readable on a terminal: control characters, bidirectional overrides and spaces
 * that only look like one are shown escaped (`\r`, `\x1b`, `\u202e`, `\xa0`), bytes that are not UTF-8 as `\xe9`, and
 * a value of more than 60 characters is cut and ends in `…`.
 *
 * @param value - Any bytes, from an untrusted source.
 */
export function escapeValue(value: Buffer): string {
  const head = value.subarray(0, characterStart(value, 4 * LIMIT + 4));
  const text = isUtf8(head) ? printable(head.toString('utf8'), LIMIT) : escapeBroken(head);
  return text.replace(oddSpace, (space) => {
    const code = space.charCodeAt(0);
    return code <= 0xff ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  });
}

/** A cut at `limit` or up to three bytes before, so that it does not split a character. */
function characterStart(value: Buffer, limit: number): number {
  let at = Math.min(limit, value.length);
  while (at < value.length && at > limit - 3 && (value[at] & 0xc0) === 0x80) at--;
  return at;
}

function escapeBroken(bytes: Buffer): string {
  const shown: string[] = [];
  let at = 0;
  while (at < bytes.length && shown.length < LIMIT) {
    const length = [1, 2, 3, 4].find((size) => isUtf8(bytes.subarray(at, at + size))) ?? 0;
    shown.push(length === 0 ? `\\x${hex(bytes[at], 2)}` : printable(bytes.toString('utf8', at, at + length)));
    at += length || 1;
  }
  return at < bytes.length ? `${shown.join('')}…` : shown.join('');
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** Every space but the common one: `12\xa0500` looks like `12 500` otherwise. */
const oddSpace = /(?! )\p{Zs}/gu;
