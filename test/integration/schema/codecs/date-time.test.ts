import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CodecFactory,
  type SessionSettings,
  Verdict,
  type VerdictCode,
} from '../../../../src/schema/codecs/codec.js';
import { dateCodec } from '../../../../src/schema/codecs/date.js';
import { timeCodec } from '../../../../src/schema/codecs/time.js';
import { timestampCodec, timestamptzCodec } from '../../../../src/schema/codecs/timestamp.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import {
  clockSpellings,
  dateTimeSpellings,
  isoDateSpellings,
  orderedDateSpellings,
  wordySpellings,
  zoneSpellings,
} from '../../../support/date-spellings.js';
import { drawSpellings, mutated, padded } from '../../../support/spellings.js';

type Subject = [ddl: string, factory: CodecFactory, session: Partial<SessionSettings>];

const subjects: Subject[] = [
  ['date', dateCodec, {}],
  ['date', dateCodec, { dateOrder: 'DMY' }],
  ['date', dateCodec, { dateOrder: 'YMD' }],
  ['timestamp', timestampCodec, {}],
  ['timestamp(3)', timestampCodec, { timeZone: 'GMT+3', dateOrder: 'DMY' }],
  ['timestamptz', timestamptzCodec, {}],
  ['timestamptz', timestamptzCodec, { timeZone: 'Europe/Paris', dateOrder: 'DMY' }],
  ['timestamptz', timestamptzCodec, { timeZone: 'GMT+3', dateOrder: 'YMD' }],
  ['timestamptz(0)', timestamptzCodec, { timeZone: 'Etc/UTC' }],
  ['time', timeCodec, {}],
  ['time(2)', timeCodec, { timeZone: 'America/New_York' }],
];

test.each(subjects)('%s stores what Postgres stores, with %o', async (ddl, factory, session) => {
  const date = fc.oneof(isoDateSpellings, orderedDateSpellings);
  const time = fc.tuple(clockSpellings, zoneSpellings).map((parts) => parts.join(''));
  const plain = fc.oneof(date, dateTimeSpellings, dateTimeSpellings, time);
  const spelling = fc.oneof(plain, padded(plain), mutated(plain), wordySpellings, mutated(wordySpellings));
  const url = await testDatabaseUrl();
  const spellings = drawSpellings(spelling, 2000);
  const answer = await checkCodec({ url, factory, ddl, spellings, session });
  expect(answer.disagreements).toEqual([]);
});

const { accepted, undecided, invalid, outOfRange } = Verdict;

/** What people put where a date should be. */
const notDates = [
  '',
  ' ',
  '-',
  '--',
  '?',
  'hello',
  'N/A',
  'n/a',
  'null',
  'NULL',
  'None',
  'unknown',
  'TBD',
  'nan',
  '0',
  '1',
  '12',
  '2024',
  '12,50',
  '3.14',
  '2024-01',
  '01/2024',
  'Q1 2024',
  'Jan 2024',
  'May',
  '2024-W05',
  '45321',
  '45321.5',
  'ABC123',
  'a@b.com',
  'user5',
  '5 days',
  '1990s',
  '10:30',
  '10:30:00',
  '10:30 AM',
  '555-1234',
  '2024年',
  'août 15 2024',
  '\u0001',
];
const impossible = [
  '2024-13-01',
  '2024-13-45',
  '2024-00-10',
  '2024-01-00',
  '2024-01-32',
  '2023-02-29',
  '2024-02-30',
  '1900-02-29',
  '0000-00-00',
  '0000-01-01',
  '00/00/0000',
  '13/13/2024',
  '20241301',
  '20240230',
  '2024-04-31',
  '1705312800',
  '2024-02-30 10:00',
  '2024-13-01 EST',
  '2024-01-15 25:00:00',
  '2024-01-15 24:00:01',
  '2024-01-15 10:60',
  '2024-01-15T10:00:61Z',
  '2024-01-15 10:00:00+16:00',
  '2024-01-15 10:00:00+05:60',
  '2024-01-15 13:00 PM',
];
const dates = [
  '2024-01-15',
  '2024-02-29',
  '2000-02-29',
  '0001-01-01',
  '9999-12-31',
  '1999-12-31',
  '2000-01-01',
  '20240115',
  '2024-1-5',
  '2024/01/15',
  '2024.1.15',
  '1/15/2024',
  '01-15-2024',
  ' 2024-01-15\t',
];
const dateTimes = [
  '2024-01-15 10:30',
  '2024-01-15T10:30:00',
  '2024-01-15 10:30:00.123456',
  '2024-01-15 10:30:00.5',
  '2024-01-15 24:00:00',
  '2024-01-15 23:59:59.9999999',
  '2024-01-15T10:30:00.123456789Z',
  '9999-12-31 23:59:59.999999',
  '0001-01-01 00:00:00',
  '1969-12-31 23:59:59.999999',
  '2024-01-15 10:30:00+05:30',
  '2024-01-15 10:30:00-03:30',
  '2024-01-15 10:30:00+13:45',
  '2024-01-15 10:30:00-08',
  '2024-01-15 10:30:00 +0530',
  '2024-01-15 10:30:00 UTC',
  '2024-01-15t10:30:00z',
  '1/15/2024 9:30:00 PM',
  '1/15/2024 12:05 am',
];
const leftToPostgres = [
  'infinity',
  '-infinity',
  'now',
  'today',
  'epoch',
  '0044-03-15 BC',
  '0005-02-29 BC',
  'Jan 15, 2024',
  '15 January 2024',
  '2024-01-15 10:30:00 America/New_York',
  '2024-01-15 10:30:00 EST',
  '2024-01-15 10:30:60',
  '12024-01-15',
  '1/15/24',
  'J2451187',
  '2024-038',
  '2024-01-15 10:30:00+05:30:15',
  '20240115T103000Z',
  '2024-01-15!',
];

const times = [
  '10:30',
  '9:30',
  '09:30:00',
  '23:59:59.999999',
  '24:00:00',
  '00:00:00',
  '10:30:00.1234567',
  '12:00 AM',
  '12:30 pm',
  '10:30:00Z',
  '10:30:00+02',
  ' 10:30 ',
];
const notTimes = ['', 'hello', 'noon', 'N/A', '-', '12', '930', '10.30', '5 PM', '12,50', '45321'];
const noTimeOfDay = ['25:00', '10:60', '10:30:61', '24:00:01', '24:00:00.000001', '13:00 PM', '10:30+16'];
const timesLeftToPostgres = [
  '1030',
  '103000',
  'now',
  'allballs',
  '2024-01-15 10:30',
  '10:30 EST',
  '10:30:60',
  '04:05:06.789-8 x',
];

const all = (spellings: readonly string[], verdict: VerdictCode) =>
  spellings.map((spelling) => [spelling, verdict] as const);

const types: [ddl: string, factory: CodecFactory][] = [
  ['date', dateCodec],
  ['timestamp', timestampCodec],
  ['timestamptz', timestamptzCodec],
];

type Usual = [ddl: string, factory: CodecFactory, expected: (readonly [string, VerdictCode])[]];

const usual: Usual[] = [
  ...types.map(([ddl, factory]): Usual => [
    ddl,
    factory,
    [
      ...all([...dates, ...dateTimes], accepted),
      ...all(notDates, invalid),
      ...all(impossible, outOfRange),
      ...all(leftToPostgres, undecided),
    ],
  ]),
  [
    'time',
    timeCodec,
    [
      ...all(times, accepted),
      ...all(notTimes, invalid),
      ...all(noTimeOfDay, outOfRange),
      ...all(timesLeftToPostgres, undecided),
    ],
  ],
];

test.each(usual)('%s: the usual spellings and mistakes', async (ddl, factory, expected) => {
  const spellings = expected.map(([spelling]) => spelling);
  const answer = await checkCodec({ url: await testDatabaseUrl(), factory, ddl, spellings });
  expect(answer.disagreements).toEqual([]);
  expect([...answer.verdicts]).toEqual(expected);
});

test('the session decides what a date in local order and a time without zone mean', async () => {
  const url = await testDatabaseUrl();
  const verdictsOf = async (spelling: string, session: Partial<SessionSettings>) => {
    const answer = await checkCodec({
      url,
      factory: timestamptzCodec,
      ddl: 'timestamptz',
      spellings: [spelling],
      session,
    });
    expect(answer.disagreements).toEqual([]);
    return answer.verdicts.get(spelling);
  };
  expect(await verdictsOf('31/12/2024 10:30Z', { dateOrder: 'DMY' })).toBe(accepted);
  expect(await verdictsOf('31/12/2024 10:30Z', { dateOrder: 'MDY' })).toBe(outOfRange);
  expect(await verdictsOf('31/12/2024 10:30Z', { dateOrder: 'YMD' })).toBe(undecided);
  expect(await verdictsOf('2024-12-31 10:30', { timeZone: 'Etc/UTC' })).toBe(accepted);
  expect(await verdictsOf('2024-12-31 10:30', { timeZone: 'Europe/Paris' })).toBe(undecided);
  expect(await verdictsOf('2024-12-31 10:30+01', { timeZone: 'Europe/Paris' })).toBe(accepted);
  expect(await verdictsOf('2024-12-31 10:30 GMT', { timeZone: 'Europe/London' })).toBe(accepted);
  expect(await verdictsOf('2024-12-31 10:30 GMT', { timeZone: 'GMT+3' })).toBe(undecided);
});
