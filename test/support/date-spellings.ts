import fc from 'fast-check';

const padded = (value: number, width = 2) => String(value).padStart(width, '0');
const number = (min: number, max: number) => fc.integer({ min, max });

const year = fc.oneof(number(1, 9999), number(1890, 2100), fc.constantFrom(1, 4, 100, 400, 1900, 2000, 9999, 0));
const month = fc.oneof({ weight: 20, arbitrary: number(1, 12) }, { weight: 1, arbitrary: number(0, 14) });
const day = fc.oneof({ weight: 8, arbitrary: number(1, 28) }, { weight: 3, arbitrary: number(28, 32) }, fc.constant(0));

/** Dates that begin with the year: ISO ones mostly, some impossible, some with other separators or none, some short. */
export const isoDateSpellings: fc.Arbitrary<string> = fc
  .tuple(year, month, day, fc.constantFrom('-', '-', '-', '-', '/', '.', ''), fc.boolean())
  .map(([y, m, d, separator, short]) =>
    short && separator !== ''
      ? [padded(y, 4), m, d].join(separator)
      : [padded(y, 4), padded(m), padded(d)].join(separator),
  );

/** Dates whose order depends on the session: `1/15/2024`, `15.01.24`. */
export const orderedDateSpellings: fc.Arbitrary<string> = fc
  .tuple(
    number(0, 13),
    number(0, 32),
    fc.constantFrom(1, 24, 99, 100, 1999, 2024, 12024),
    fc.constantFrom('/', '-', '.', ' '),
    fc.boolean(),
  )
  .map(([a, b, y, separator, swap]) => (swap ? [b, a, y] : [a, padded(b), padded(y)]).join(separator));

const fraction = fc.oneof(
  fc.constant(''),
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 0, maxLength: 6 }).map((digits) => `.${digits}`),
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 18 }).map((digits) => `.${digits}`),
  fc.string({ unit: fc.constantFrom(...'0459'), minLength: 6, maxLength: 8 }).map((digits) => `.${digits}5`),
  fc.constantFrom('.9999999', '.9999995', '.0000005', '.0000015', '.123456500000000', '.999999499999999'),
);

const hour = fc.oneof({ weight: 12, arbitrary: number(0, 23) }, { weight: 1, arbitrary: number(23, 26) });
const sixtieth = fc.oneof(
  { weight: 20, arbitrary: number(0, 59) },
  { weight: 1, arbitrary: number(58, 62) },
  fc.constant(0),
);
const half = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom(' AM', ' PM', 'am', 'pm', ' a.m.', ' M', ' AMT'),
);

/** Times of day: `09:30`, `9:30:00.5`, `12:00 PM`; some beyond the day's end. */
export const clockSpellings: fc.Arbitrary<string> = fc
  .tuple(hour, sixtieth, sixtieth, fraction, half, fc.constantFrom('full', 'full', 'full', 'short', 'loose'))
  .map(([h, m, s, f, half_, form]) => {
    if (form === 'short') return `${padded(h)}:${padded(m)}${half_}`;
    return form === 'loose' ? `${h}:${m}:${s}${f}${half_}` : `${padded(h)}:${padded(m)}:${padded(s)}${f}${half_}`;
  });

/** Zones, with what stands before them: `Z`, ` UTC`, `+05:30`; some too far, some unknown, some with seconds. */
export const zoneSpellings: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '',
    'Z',
    ' Z',
    'z',
    ' UTC',
    'utc',
    ' GMT',
    'Zulu',
    ' EST',
    ' America/New_York',
    ' FOO',
    ' FOO5',
    ' BC',
    ' AD',
    '+',
    '-',
  ),
  fc
    .tuple(
      fc.constantFrom('+', '-', ' +', ' -'),
      number(0, 16),
      number(0, 61),
      fc.constantFrom('h', 'hh', 'hhmm', 'hh:mm', 'h:m', 'hh:mm:ss'),
    )
    .map(([sign, h, m, form]) => sign + offsetText(h, m, form)),
);

function offsetText(h: number, m: number, form: string): string {
  const forms: Record<string, string> = {
    h: String(h),
    hh: padded(h),
    hhmm: padded(h) + padded(m),
    'hh:mm': `${padded(h)}:${padded(m)}`,
    'h:m': `${h}:${m}`,
    'hh:mm:ss': `${padded(h)}:${padded(m)}:${padded(m)}`,
  };
  return forms[form];
}

/** A date, a separator, a time of day and a zone. */
export const dateTimeSpellings: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(isoDateSpellings, orderedDateSpellings),
    fc.constantFrom(' ', 'T', ' ', 'T', 't', '  ', ' T', ''),
    clockSpellings,
    zoneSpellings,
  )
  .map((parts) => parts.join(''));

/** Words that Postgres knows, and some it doesn't, in any company. */
export const wordySpellings: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'now',
        'today',
        'epoch',
        'infinity',
        '-infinity',
        '+infinity',
        'allballs',
        'tomorrow',
        'Jan',
        'February',
        'mon',
        'BC',
        'AD',
        'am',
        'PM',
      ),
      fc.constantFrom(
        'J',
        'jd',
        'julian',
        'y',
        'm',
        'd',
        'h',
        't',
        'T',
        'at',
        'on',
        'dst',
        'utc',
        'EST',
        'Europe/Paris',
        'N/A',
        'null',
        'Q1',
        'W05',
        'week',
        'FOO5',
      ),
      fc.constantFrom(
        '2024',
        '15',
        '1',
        '99',
        '038',
        '2451187',
        '20240115',
        '240115',
        '103000',
        '1030',
        '2024-01-15',
        '2024-01',
        '1997.038',
        '10:30',
        '10:30:00',
        '.5',
        '-5',
        '+05:30',
      ),
      fc.constantFrom(
        '-',
        '/',
        '.',
        ',',
        ':',
        '!',
        '?',
        '@',
        '#',
        '(',
        ')',
        "'",
        '"',
        '%',
        '$',
        'é',
        '年',
        '\u00a0',
        '\u05d0',
        '–',
        '\u0001',
        '\u007f',
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .chain((parts) => fc.constantFrom(' ', '', ' ', '-').map((separator) => parts.join(separator)));
