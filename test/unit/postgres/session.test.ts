import { expect, test } from 'vitest';
import type { Client } from '../../../src/postgres/client.js';
import { readSession } from '../../../src/postgres/session.js';
import { serverError } from '../../support/server-error.js';

const answering = (answer: Promise<unknown>) => ({ query: () => answer }) as unknown as Pick<Client, 'query'>;

test.each([
  ['ISO, MDY', 'MDY'],
  ['SQL, DMY', 'DMY'],
  ['German, YMD', 'YMD'],
])('%s', async (dateStyle, dateOrder) => {
  const client = answering(Promise.resolve({ rows: [{ timeZone: 'Europe/Paris', dateStyle }] }));
  expect(await readSession(client)).toEqual({ timeZone: 'Europe/Paris', dateOrder });
});

test('an error of the database has its code', async () => {
  const client = answering(Promise.reject(serverError('57P01', 'shutdown')));
  await expect(readSession(client)).rejects.toMatchObject({ code: 'DATABASE_LOST' });
});
