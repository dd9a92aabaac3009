import type { InferredType } from '../infer/inferred-type.js';

/** A value's place in the order of its type: `high` decides, then `low`. Both are signed 32-bit integers. */
export interface Rank {
  high: number;
  low: number;
}

/** How the values of a type are ordered and counted, by their binary COPY images (each with its length word before it). */
export interface Ranking {
  readonly read: (image: Buffer, rank: Rank) => void;
  /** Compares two images of equal rank: below 0 when the first is the lesser; null: values of equal rank are equal. */
  readonly compareTied: ((image: Buffer, other: Buffer) => number) | null;
  /** A value as a number, about: numbers as such, dates in days, times in microseconds. */
  readonly toNumber: (image: Buffer) => number;
}

/** The order of a type's values, or null when they are ordered as text. */
export function rankingOf(type: InferredType): Ranking | null {
  return rankings.get(type) ?? null;
}

/** Where an image begins: after its length word. */
const IMAGE_START = 4;

const int32Ranking: Ranking = {
  read: (image, rank) => {
    rank.high = readInt32(image, IMAGE_START);
    rank.low = 0;
  },
  compareTied: null,
  toNumber: (image) => readInt32(image, IMAGE_START),
};

/** The lower half counts from 0, so its top bit is turned round to compare as a signed integer does. */
const int64Ranking: Ranking = {
  read: (image, rank) => {
    rank.high = readInt32(image, IMAGE_START);
    rank.low = readInt32(image, IMAGE_START + 4) ^ SIGN_BIT;
  },
  compareTied: null,
  toNumber: (image) => Number(image.readBigInt64BE(IMAGE_START)),
};

/** By sign, power and the first three base-10000 digits; zero ranks at 0. Later digits decide between equal ranks. */
const numericRanking: Ranking = {
  read: (image, rank) => {
    const end = digitsEnd(image);
    const at = firstDigit(image, end);
    const weight = ((readInt16(image, IMAGE_START + 2) << 16) >> 16) - ((at - DIGITS_START) >> 1);
    const high = at < end ? ((weight + LEAST_WEIGHT) << DIGIT_BITS) | readInt16(image, at) : 0;
    const low = digitAt(image, at + 2, end) * 10_000 + digitAt(image, at + 4, end);
    rank.high = isNegative(image) ? -high : high;
    rank.low = isNegative(image) ? -low : low;
  },
  compareTied: (image, other) => (isNegative(image) ? -1 : 1) * compareDigits(image, other),
  toNumber: (image) => {
    const weight = (readInt16(image, IMAGE_START + 2) << 16) >> 16;
    const end = digitsEnd(image);
    let value = 0;
    for (let at = DIGITS_START, power = weight; at < end; at += 2, power--)
      value += readInt16(image, at) * 10_000 ** power;
    return isNegative(image) ? -value : value;
  },
};

const rankings: ReadonlyMap<InferredType, Ranking> = new Map([
  ['integer', int32Ranking],
  ['date', int32Ranking],
  ['bigint', int64Ranking],
  ['timestamp', int64Ranking],
  ['timestamptz', int64Ranking],
  ['numeric', numericRanking],
]);

const SIGN_BIT = 0x80000000 | 0;
/** After the counts of digits, weight, sign and scale, of two bytes each. */
const DIGITS_START = IMAGE_START + 8;
/** A digit is below 10,000. */
const DIGIT_BITS = 14;
/** What is added to a weight so that it is above zero: a numeric has at most 16,383 digits after its point. */
const LEAST_WEIGHT = 5000;

function isNegative(image: Buffer): boolean {
  return image[IMAGE_START + 4] !== 0;
}

/** Compares two numerics of the same power, signs aside. */
function compareDigits(a: Buffer, b: Buffer): number {
  const [aEnd, bEnd] = [digitsEnd(a), digitsEnd(b)];
  let aAt = firstDigit(a, aEnd);
  let bAt = firstDigit(b, bEnd);
  for (; aAt < aEnd || bAt < bEnd; aAt += 2, bAt += 2) {
    const difference = digitAt(a, aAt, aEnd) - digitAt(b, bAt, bEnd);
    if (difference !== 0) return difference;
  }
  return 0;
}

function digitsEnd(image: Buffer): number {
  return DIGITS_START + 2 * readInt16(image, IMAGE_START);
}

/** The first digit that is not zero, or `end`. */
function firstDigit(image: Buffer, end: number): number {
  let at = DIGITS_START;
  while (at < end && readInt16(image, at) === 0) at += 2;
  return at;
}

function digitAt(image: Buffer, at: number, end: number): number {
  return at < end ? readInt16(image, at) : 0;
}

function readInt16(image: Buffer, at: number): number {
  return (image[at] << 8) | image[at + 1];
}

function readInt32(image: Buffer, at: number): number {
  return (image[at] << 24) | (image[at + 1] << 16) | (image[at + 2] << 8) | image[at + 3];
}
