/** A function that takes what may be NULL, and decides by itself which of its arguments matters. */
export interface ValueFunction {
  readonly name: string;
  /** For docs/expressions.md. */
  readonly signature: string;
  readonly description: string;
  /** How many arguments it may have. */
  readonly counts: readonly number[];
  /** Whether its outcome is of a type that all its arguments share; else of its first one's. */
  readonly isShared: boolean;
  /** Gives the outcome. `valueOf` evaluates one of its arguments. */
  readonly choose: (count: number, valueOf: (index: number) => unknown) => unknown;
}

const MANY = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** They take any types, as long as these go together. */
export const valueFunctions: readonly ValueFunction[] = [
  {
    name: 'coalesce',
    signature: 'coalesce(any, …): any',
    description: 'The first of up to ten values that is not NULL; those behind it are not evaluated.',
    counts: MANY,
    isShared: true,
    choose: coalesce,
  },
  {
    name: 'nullif',
    signature: 'nullif(any, any): any',
    description: 'NULL if both values are equal, else the first.',
    counts: [2],
    isShared: false,
    choose: nullif,
  },
  {
    name: 'greatest',
    signature: 'greatest(any, …): any',
    description: 'The greatest of up to ten values that are not NULL.',
    counts: MANY,
    isShared: true,
    choose: (count, valueOf) => extreme(count, valueOf, 1),
  },
  {
    name: 'least',
    signature: 'least(any, …): any',
    description: 'The least of up to ten values that are not NULL.',
    counts: MANY,
    isShared: true,
    choose: (count, valueOf) => extreme(count, valueOf, -1),
  },
];

function coalesce(count: number, valueOf: (index: number) => unknown): unknown {
  for (let index = 0; index < count; index++) {
    const value = valueOf(index);
    if (value !== null) return value;
  }
  return null;
}

function nullif(_count: number, valueOf: (index: number) => unknown): unknown {
  const value = valueOf(0);
  const other = valueOf(1);
  return value !== null && other !== null && compare(value, other) === 0 ? null : value;
}

function extreme(count: number, valueOf: (index: number) => unknown, sign: number): unknown {
  let best: unknown = null;
  for (let index = 0; index < count; index++) {
    const value = valueOf(index);
    if (value !== null && (best === null || compare(value, best) * sign > 0)) best = value;
  }
  return best;
}

/** Numbers of both kinds by their value, times by theirs; texts by their UTF-16 units. What does not go together is unequal. */
function compare(one: unknown, other: unknown): number {
  const [left, right] = [plain(one), plain(other)];
  if (left > right) return 1;
  if (left < right) return -1;
  // eslint-disable-next-line eqeqeq -- A bigint and a number are never identical, but may be equal.
  return left == right ? 0 : NaN;
}

type Comparable = string | number | bigint;

function plain(value: unknown): Comparable {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  return value as Comparable;
}
