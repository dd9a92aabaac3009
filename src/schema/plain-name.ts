/** Names from outside (headers, file names) in the form that SQL needs no quotes for, and the comparing of names. */

/**
 * Turns a name into one of lower-case letters, digits and `_`. A name that is one already stays (`order_id`, `_id`,
 * `größe`); in any other each run of other characters becomes a `_`, and a leading digit gets one before it: `Order ID`
 * is `order_id`, `2024` is `_2024`. Letters of every script are letters. A plain name's plain name is itself.
 *
 * @param text - A header or a file's name.
 * @returns A name of any length, or null when the text has no letter and no digit.
 */
export function plainName(text: string): string | null {
  const lower = lowerCase(text);
  if (lower === text && plain.test(text)) return text;
  const words = lower.replace(separators, '_').replace(/^_|_$/g, '');
  if (words === '') return null;
  return plain.test(words) ? words : `_${words}`;
}

/**
 * What is left of a name for comparing: letters, marks and digits in lower case. `Order ID`, `order_id` and `orderId`
 * have the same key; a name of punctuation only has the empty key, which is to match nothing.
 *
 * @param name - A header or a column's name.
 */
export function comparisonKey(name: string): string {
  return lowerCase(name).replace(separators, '');
}

const plain = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

const separators = /[^\p{L}\p{M}\p{N}]+/gu;

/** NFC, so that `é` typed as one character and as two is one name. */
function lowerCase(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}
