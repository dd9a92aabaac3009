/** What a format of dates says of the values that it reads. */
export interface DateFormatFacts {
  /** It has a year, month or day. */
  readonly hasDate: boolean;
  /** It has an hour, a minute or less. */
  readonly hasTime: boolean;
  /** It has a zone or an offset. */
  readonly hasZone: boolean;
}

/**
 * Looks at a format in the tokens of Luxon: https://moment.github.io/luxon/#/parsing?id=table-of-tokens. Those that depend on a
 * place's habits (`D`, `ff`), and those that only write (`X`, `ZZZZ`), are refused; so are letters that are no token, which
 * Luxon would take for themselves: they want quotes.
 *
 * @returns What it says; or a text that tells what is wrong with it.
 */
export function dateFormatFacts(format: string): DateFormatFacts | string {
  const tokens = format.replace(/'[^']*'/g, ' ').match(/([A-Za-z])\1*/g) ?? [];
  const unknown = tokens.find((token) => !TOKENS.has(token));
  if (unknown !== undefined) return `${unknown} is no token of Luxon that can be read${suggestion(unknown)}`;
  const has = (letters: string): boolean => tokens.some((token) => letters.includes(token[0]));
  const facts = { hasDate: has('yMLdoqkWEcG'), hasTime: has('HhmsSu'), hasZone: has('Zz') };
  if (!facts.hasDate && !facts.hasTime) return 'it reads neither a date nor a time';
  return contradiction(has) ?? facts;
}

/** The tokens that Luxon reads, whatever the place. */
const TOKENS: ReadonlySet<string> = new Set(
  (
    'y yy yyyy yyyyy yyyyyy M MM MMM MMMM L LL LLL LLLL d dd o ooo H HH h hh m mm q qq s ss S SSS u uu uuu a ' +
    'kk kkkk W WW E EEE EEEE c ccc cccc Z ZZ ZZZ z G GG'
  ).split(' '),
);

function suggestion(token: string): string {
  const lower = token.toLowerCase();
  if (/^[YD]/.test(token) && TOKENS.has(lower)) return `; did you mean ${lower}?`;
  return "; letters that stand for themselves go in quotes: 'T'";
}

function contradiction(has: (letters: string) => boolean): string | null {
  if (has('a') && has('H')) return 'a (AM, PM) goes with h, not with H';
  if (has('kW') && has('yMLdoq')) return 'weeks of a year (k, W) do not go with y, M or d';
  if (has('o') && has('MLdq')) return 'the day of a year (o) does not go with M or d';
  return has('Zz') && !has('yMLdoqkWEcG') ? 'a zone needs a date' : null;
}
