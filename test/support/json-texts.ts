import fc from 'fast-check';

/** JSON values in which hard cases are frequent. */
export const jsonValue: fc.Arbitrary<fc.JsonValue> = fc.letrec<{ value: fc.JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<fc.JsonValue>(null, true, false, 0, '', [], {}),
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    hardString(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'é', '"'), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Strings of what JSON must escape, of several bytes a character, and of ordinary text. */
export function hardString(): fc.Arbitrary<string> {
  const part = fc.constantFrom(
    '"',
    '\\',
    '/',
    '\n',
    '\u0001',
    '\u007f',
    'é',
    '€',
    '😀',
    'a',
    'long text ',
    '{',
    '}',
    ',',
    '\u0000',
  );
  return fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
}

/** How a value is spelled: whitespace between tokens, and escapes where none are needed. */
export interface Spelling {
  readonly space: () => string;
  readonly escape: (character: string) => boolean;
}

/** Spells a JSON value by the grammar of RFC 8259 in one of its many ways. */
export function spell(value: fc.JsonValue, spelling: Spelling): string {
  const { space } = spelling;
  if (typeof value === 'string') return spellString(value, spelling);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Array.isArray(value)
    ? value.map((element) => spell(element, spelling))
    : Object.entries(value).map(([key, member]) => {
        return `${spellString(key, spelling)}${space()}:${space()}${spell(member as fc.JsonValue, spelling)}`;
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}${space()}${parts.join(`${space()},${space()}`)}${space()}${close}`;
}

function spellString(text: string, { escape }: Spelling): string {
  const characters = Array.from(text, (character) => {
    if (!escape(character)) return JSON.stringify(character).slice(1, -1);
    return Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }).join('');
  });
  return `"${characters.join('')}"`;
}

/** Spellings with the whitespace given. */
export function spellings(space: readonly string[]): fc.Arbitrary<Spelling> {
  return fc.array(fc.nat(), { minLength: 5, maxLength: 40 }).map((numbers) => {
    let next = 0;
    const draw = (): number => numbers[next++ % numbers.length];
    return { space: () => space[draw() % space.length], escape: () => draw() % 4 === 0 };
  });
}

/** Breaks a text, or leaves it: takes away, doubles or replaces a piece. */
export function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const pieces = [...'{}[]",:\\/0-+.eEtfnu \t\n\r', '\u0001', 'é', '\\ud800', '01', 'null', '//'];
  return fc
    .tuple(text, fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(...pieces), fc.boolean())
    .map(([whole, at, removed, piece, isLeft]) => {
      if (isLeft) return whole;
      const position = at % (whole.length + 1);
      return whole.slice(0, position) + piece + whole.slice(position + removed);
    });
}
