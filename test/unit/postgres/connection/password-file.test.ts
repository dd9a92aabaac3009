import { expect, test } from 'vitest';
import { matchPassword } from '../../../../src/postgres/connection/password-file.js';

const query = { host: 'h', port: 5432, database: 'd', user: 'u' };

test.each([
  ['h:5432:d:u:secret', 'secret'],
  ['*:*:*:*:secret', 'secret'],
  ['# h:5432:d:u:no\n\nh:5432:d:u:secret\r\nh:5432:d:u:later', 'secret'],
  ['h:5432:d:other:no\nh:5432:d:u:a\\:b\\\\c:d', 'a:b\\c:d'],
  ['h:5433:d:u:no', null],
  ['h:5432:d:u', null],
  [':5432:d:u:no', null],
  ['nonsense', null],
  ['', null],
])('%j', (text, expected) => {
  expect(matchPassword(text, query)).toBe(expected);
});

test('a colon in a name is escaped', () => {
  expect(matchPassword('\\:\\:1:5432:d:u:secret', { ...query, host: '::1' })).toBe('secret');
});
