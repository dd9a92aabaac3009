import fc from 'fast-check';

/**
 * Draws spellings for {@link checkCodec}, which wants many at once. A failure names the spelling itself, so
 * nothing is shrunk and the seed needs no report.
 *
 * @param arbitrary - Makes one spelling.
 * @param count - How many; default 3000 (some 0.3 s with the oracle).
 */
export function drawSpellings(arbitrary: fc.Arbitrary<string>, count = 3000): string[] {
  return fc.sample(arbitrary, count);
}

/**
 * Spellings one or two small changes away from a valid one: a character dropped, doubled, swapped with the next,
 * replaced or put in.
 *
 * @param valid - Makes valid spellings.
 * @param alphabet - The characters to put in; default what numbers and dates are made of, blanks and some others.
 */
export function mutated(
  valid: fc.Arbitrary<string>,
  alphabet = ' \t\n\v+-.,:;eE0189_xabTZ/\'"\\%é',
): fc.Arbitrary<string> {
  const edit = fc.record({
    kind: fc.constantFrom('drop', 'double', 'swap', 'replace', 'insert'),
    position: fc.nat({ max: 40 }),
    character: fc.constantFrom(...alphabet),
  });
  return fc
    .tuple(valid, fc.array(edit, { minLength: 1, maxLength: 2 }))
    .map(([spelling, edits]) => edits.reduce(applyEdit, spelling));
}

interface Edit {
  readonly kind: string;
  readonly position: number;
  readonly character: string;
}

function applyEdit(spelling: string, { kind, position, character }: Edit): string {
  const characters = [...spelling];
  const at = position % (characters.length + 1);
  const here = characters.slice(at, at + 1);
  const next = characters.slice(at + 1, at + 2);
  const replacements: Readonly<Record<string, string[]>> = {
    drop: [...next],
    double: [...here, ...here, ...next],
    swap: [...next, ...here],
    replace: [character, ...next],
    insert: [character, ...here, ...next],
  };
  return [...characters.slice(0, at), ...replacements[kind], ...characters.slice(at + 2)].join('');
}

/** Wraps spellings in the blanks that Postgres skips around most types. */
export function padded(spelling: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\v', '\f', '\r'), maxLength: 2 });
  return fc.tuple(blanks, spelling, blanks).map((parts) => parts.join(''));
}
