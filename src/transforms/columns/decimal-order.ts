/** A decimal number of any size, exactly. */
export interface Decimal {
  /** -1, 0 or 1. */
  readonly sign: number;
  /** Its digits without zeros at either end. */
  readonly digits: string;
  /** How many of the digits, or zeros after them, stand before the point; negative: zeros after it stand before them. */
  readonly point: number;
  /** The number itself where a double is sure to keep the order; else NaN. */
  readonly double: number;
}

/**
 * Reads a number as PostgreSQL's numeric has it; `Infinity` and `NaN`, which PostgreSQL takes for the greatest of all, too.
 *
 * @returns Null for a text that is no number.
 */
export function readDecimal(text: string): Decimal | null {
  const match = NUMBER.exec(text) as (string | undefined)[] | null;
  if (match === null) return readWord(text);
  const [, sign, whole = '', fraction = '', exponent] = match;
  const all = whole + fraction;
  if (all === '') return null;
  const digits = all.replace(/^0+/, '');
  if (digits === '') return ZERO;
  const point = whole.length - (all.length - digits.length) + Number(exponent ?? 0);
  const double = exponent === undefined && all.length <= SAFE_DIGITS ? Number(text) : Number.NaN;
  return { sign: sign === '-' ? -1 : 1, digits: digits.replace(/0+$/, ''), point, double };
}

/** Which of two numbers is greater: below 0, 0 or above 0, as sorting has it. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const difference = one.double - other.double;
  if (!Number.isNaN(difference)) return difference;
  if (one.sign !== other.sign) return one.sign - other.sign;
  if (one.point !== other.point) return one.sign * (one.point < other.point ? -1 : 1);
  if (one.digits === other.digits) return 0;
  return one.sign * (one.digits < other.digits ? -1 : 1);
}

const ZERO: Decimal = { sign: 0, digits: '', point: 0, double: 0 };

const NUMBER = /^\s*([+-])?(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,9}))?\s*$/i;

/** Different decimals of so many digits are different doubles in the same order. */
const SAFE_DIGITS = 15;

function readWord(text: string): Decimal | null {
  const match = /^\s*(?:([+-])?inf(?:inity)?|(nan))\s*$/i.exec(text) as (string | undefined)[] | null;
  if (match === null) return null;
  const isNaN = match[2] !== undefined;
  return { sign: match[1] === '-' ? -1 : 1, digits: isNaN ? '2' : '1', point: Infinity, double: Number.NaN };
}
