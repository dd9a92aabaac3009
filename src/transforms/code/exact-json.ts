import { randomUUID } from 'node:crypto';
import { exactNumber } from './exact-number.js';

/**
 * Parses JSON without rounding: a whole number that a number can't hold is a bigint, any other is a string.
 *
 * @returns undefined when the text is no JSON.
 */
export function parseExactly(text: string): unknown {
  try {
    if (!MAY_BE_ROUNDED.test(text)) return JSON.parse(text) as unknown;
    return JSON.parse(text.replace(TOKEN, marked), unmarked) as unknown;
  } catch {
    return undefined;
  }
}

/** Sixteen digits in a row, with or without a point, or an exponent; if in a string only, no harm is done. */
const MAY_BE_ROUNDED = /\d[\d.]{15}|\d[eE]/;

/** A string, or a number. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** No one outside can know it, so no input has it. */
const MARK = randomUUID();

function marked(token: string): string {
  return token.startsWith('"') || exactNumber(token) !== null ? token : `["${MARK}","${token}"]`;
}

function unmarked(_key: string, value: unknown): unknown {
  if (!Array.isArray(value) || value[0] !== MARK) return value;
  const text = String(value[1]);
  return /^-?\d+$/.test(text) && text.length <= MAX_BIGINT_DIGITS ? BigInt(text) : text;
}

/** Making a bigint of a text takes time by the square of its length. */
const MAX_BIGINT_DIGITS = 1000;

/**
 * A value as JSON text; a bigint is a number with all its digits.
 *
 * @throws TypeError for what JSON can't say, such as an object that is within itself.
 */
export function exactJson(value: unknown): string {
  let hasBigint = false;
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === 'object') return sayable(member);
    if (typeof member !== 'bigint') return member;
    hasBigint = true;
    return `${MARK}${member}`;
  }) as string | undefined;
  if (text === undefined) throw new TypeError('it is no value of JSON');
  return hasBigint ? text.replace(MARKED_BIGINT, '$1') : text;
}

/** Of a promise, a `Map`, an error and the like JSON would say `{}`, as if nothing were in it. */
function sayable(member: object | null): object | null {
  if (member === null || Array.isArray(member)) return member;
  const prototype = Object.getPrototypeOf(member) as object | null;
  if (prototype === Object.prototype || prototype === null) return member;
  const isEmpty = Object.keys(member).length === 0 && typeof member.valueOf() === 'object';
  if (isEmpty || ArrayBuffer.isView(member))
    throw new TypeError(`an object of class ${classOf(prototype)} is no value`);
  return member;
}

function classOf(prototype: object): string {
  return prototype.constructor.name.slice(0, 60);
}

const MARKED_BIGINT = new RegExp(`"${MARK}(-?\\d+)"`, 'g');
