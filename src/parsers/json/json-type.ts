/** The types of JSON values, as bits: what was seen of a key can be said in one number. */
export const JsonType = {
  string: 1,
  number: 2,
  boolean: 4,
  object: 8,
  array: 16,
  null: 32,
} as const;

/** The type of a value, by its first byte. */
export function jsonTypeOf(firstByte: number): number {
  return TYPES[firstByte];
}

/** All that starts no value is like a number: the grammar has judged it before. */
const TYPES = new Uint8Array(256).fill(JsonType.number);
for (const [first, type] of [
  ['"', JsonType.string],
  ['t', JsonType.boolean],
  ['f', JsonType.boolean],
  ['{', JsonType.object],
  ['[', JsonType.array],
  ['n', JsonType.null],
] as const) {
  TYPES[first.charCodeAt(0)] = type;
}
