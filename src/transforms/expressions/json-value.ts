/**
 * Reads JSON as expressions and code see it: whole numbers as bigint, others as number, objects as such, or as Map
 * where they have a key `constructor`. A whole number beyond 64 bits stays the text that it is, so that nothing is ever rounded without a word.
 *
 * @returns Undefined when the text is no JSON.
 */
export function readJsonValue(text: string): unknown {
  const first = text.charCodeAt(0);
  if (first === MINUS || (first >= ZERO && first <= NINE)) {
    const number = NUMBER.exec(text);
    if (number?.[0].length === text.length) return numberFrom(text);
  }
  try {
    if (!NEEDS_CARE.test(text)) return JSON.parse(text) as unknown;
    return JSON.parse(text.replace(TOKEN, tagged), revived) as unknown;
  } catch {
    return undefined;
  }
}

const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
/** Numbers, and keys that hide what JavaScript knows an object by; escapes may hide either. */
const NEEDS_CARE = /\d|constructor|\\/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/;
/** A string, or what begins as a number does: what is none then stays as it is, and is refused. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** `JSON.parse` makes doubles of numbers, so it gets them as strings with a mark that a string of its own gets twice. */
function tagged(token: string): string {
  if (token.startsWith('"')) return token.startsWith(MARKED) ? `"${MARK}${token.slice(1)}` : token;
  return NUMBER.exec(token)?.[0].length === token.length ? `"${MARK}${token}"` : token;
}

/** U+0000, which can't stand in JSON but as this escape. */
const MARK = String.raw`\u0000`;
const MARKED = `"${MARK}`;

function revived(_key: string, value: unknown): unknown {
  // CEL takes objects of unknown classes for no values; a map is one whatever its keys are.
  if (isObject(value) && Object.hasOwn(value, 'constructor')) return new Map(Object.entries(value));
  if (typeof value !== 'string' || value.charCodeAt(0) !== 0) return value;
  return value.charCodeAt(1) === 0 ? value.slice(1) : numberFrom(value.slice(1));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberFrom(text: string): unknown {
  if (!WHOLE.test(text)) return Number(text);
  const whole = BigInt(text);
  return BigInt.asIntN(64, whole) === whole ? whole : text;
}

const WHOLE = /^-?\d+$/;
