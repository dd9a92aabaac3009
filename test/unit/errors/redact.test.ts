import { describe, expect, test } from 'vitest';

import { redactUrl } from '../../../src/errors/redact.js';

describe('redactUrl', () => {
  test.each([
    ['postgres://me:secret@host/db', 'postgres://me:***@host/db'],
    ['to PostgreSQL://me:secret@[::1]:5432/db?x=1 now', 'to PostgreSQL://me:***@[::1]:5432/db?x=1 now'],
    ['postgres://:secret@host', 'postgres://:***@host'],
    ['postgres://me:p@s:s@host/db', 'postgres://me:***@host/db'],
    ['postgres://me:se/cr?e#t@host/db', 'postgres://me:***@host/db'],
    [String.raw`{"db":"postgres://me:se\"cret@host/db","n":1}`, '{"db":"postgres://me:***@host/db","n":1}'],
    [
      'postgres://host/db?user=me&password=secret&sslmode=require',
      'postgres://host/db?user=me&password=***&sslmode=require',
    ],
    ['host=h password=secret dbname=d', 'host=h password=*** dbname=d'],
    [String.raw`password = 'sec ret\'s' dbname=d`, 'password = *** dbname=d'],
    ['PGPASSWORD=secret psql', 'PGPASSWORD=*** psql'],
    ['postgres://a:x@h and postgres://b:y@h', 'postgres://a:***@h and postgres://b:***@h'],
  ])('%s becomes %s', (text, masked) => {
    expect(redactUrl(text)).toBe(masked);
  });

  test.each(['postgres://me@host/db', 'postgres://host:5432/db', 'a password is needed', 'https://a:b@example.com'])(
    'leaves %s',
    (text) => {
      expect(redactUrl(text)).toBe(text);
    },
  );
});
