import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

const types: [ddl: string, factory: CodecFactory][] = [
  ['date', dateCodec],
  ['timestamp', timestampCodec],
  ['timestamptz', timestamptzCodec],
  ['timestamp(3)', timestampCodec],
  ['timestamptz(0)', timestamptzCodec],
  ['time', timeCodec],
  ['time(2)', timeCodec],
];

const sessions: Partial<SessionSettings>[] = [
  {},
  { timeZone: 'Europe/Paris', dateOrder: 'DMY' },
  { timeZone: 'GMT+3', dateOrder: 'YMD' },
  { timeZone: 'Etc/UTC', dateOrder: 'MDY' },
];

describe.each(types)('%s', (ddl, factory) => {
  test.each(sessions)('stores what Postgres stores: %o', async (session) => {
    const date = fc.oneof(isoDateSpellings, orderedDateSpellings);
    const time = fc.tuple(clockSpellings, zoneSpellings).map((parts) => parts.join(''));
    const usual = fc.oneof(date, dateTimeSpellings, dateTimeSpellings, time);
    const spelling = fc.oneof(usual, padded(usual), mutated(usual), wordySpellings, mutated(wordySpellings));
    const answer = await checkCodec({
      url: await testDatabaseUrl(),
      factory,
      ddl,
      spellings: drawSpellings(spelling, Number(process.env['NSPELL'] ?? 3000)),
      session,
    });
    expect(answer.disagreements).toEqual([]);
  });
});
