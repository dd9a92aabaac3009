/** What a field looks like to someone who knows nothing of its column; null: like text, or like nothing. */
export type FieldShape = 'number' | 'time' | 'truth' | 'identifier';

/**
 * Tells the shape of a value. Wider than the types of columns on purpose, since detection asks whether a delimiter cuts
 * values whole: decimal commas, grouped thousands, currencies, dates in any order all count.
 */
export function shapeOf(text: string): FieldShape | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return null;
  for (const [shape, pattern] of shapes) if (pattern.test(trimmed)) return shape;
  return null;
}

/** Whether a text is one that many programs write where they have no value. */
export function meansNothing(text: string): boolean {
  return nothing.test(text.trim());
}

/** What is longer is text; and no pattern runs long. */
const MAX_LENGTH = 100;

const shapes: readonly (readonly [FieldShape, RegExp])[] = [
  ['number', /^[-+(]?[$€£¥]? ?(?:\d+|\d{1,3}(?:[.,' ]\d{3})+)(?:[.,]\d+)?(?:e[-+]?\d+)?\)? ?[%$€£¥]?$/i],
  ['number', /^[-+]?[.,]\d+$/],
  [
    'time',
    /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:[AP]M|Z|UTC|[-+]\d\d(?::?\d\d)?))?)?$/i,
  ],
  ['time', /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AP]M)?$/i],
  ['truth', /^(?:true|false|yes|no)$/i],
  ['identifier', /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i],
  ['identifier', /^[a-z][a-z\d+.-]*:\/\/\S+$/i],
  ['identifier', /^[^\s@,;|]+@[^\s@,;|]+\.[a-z]{2,}$/i],
];

const nothing = /^(?:|null|nil|none|na|n\/a|nan|-|\\n)$/i;
