import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CodecFactory, SessionSettings } from '../../../../src/schema/codecs/codec.js';
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
  const usual = fc.oneof(date, dateTimeSpellings, dateTimeSpellings, time);
  const spelling = fc.oneof(usual, padded(usual), mutated(usual), wordySpellings, mutated(wordySpellings));
  const url = await testDatabaseUrl();
  const spellings = drawSpellings(spelling, Number(process.env['NSPELL'] ?? 2000));
  const answer = await checkCodec({ url, factory, ddl, spellings, session });
  expect(answer.disagreements).toEqual([]);
});
