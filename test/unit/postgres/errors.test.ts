import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { databaseError } from '../../../src/postgres/errors.js';
import { serverError } from '../../support/server-error.js';

describe('databaseError', () => {
  test.each(['57P01', '57P02', '08006', '25P03'])('%s: the connection is lost', (code) => {
    expect(databaseError(serverError(code, 'terminating connection'))).toMatchObject({
      code: 'DATABASE_LOST',
      message: 'The connection to the database broke: terminating connection.',
    });
  });

  test.each([
    new Error('Connection terminated unexpectedly'),
    new Error('Client has encountered a connection error and is not queryable'),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }),
  ])('%s: the connection is lost', (error) => {
    expect(databaseError(error)).toMatchObject({ code: 'DATABASE_LOST', cause: error });
  });

  test('an answer of Postgres is quoted, detail and all, with nothing that a terminal obeys', () => {
    const error = serverError('23505', 'duplicate key value violates unique constraint "t_pkey"', {
      detail: 'Key (id)=(\x1b[2J) already exists.',
    });
    expect(databaseError(error)).toMatchObject({
      code: 'DATABASE_REFUSED',
      hint: null,
      message:
        'Postgres refused: duplicate key value violates unique constraint "t_pkey"; ' +
        'Key (id)=(\\x1b[2J) already exists (SQLSTATE 23505).',
    });
  });

  test.each([
    ['42501', /rights granted/],
    ['40P01', /run again/],
    ['25006', /primary/],
    ['53100', /disk space/],
    ['57014', /statement_timeout/],
  ])('%s has a hint', (code, hint) => {
    expect(databaseError(serverError(code, 'no')).hint).toMatch(hint);
  });

  test("Postgres's own hint goes before ours", () => {
    expect(databaseError(serverError('42501', 'no', { hint: 'Ask ana.' })).hint).toBe('Ask ana.');
  });

  test('what has a code keeps it; what nobody expected is internal', () => {
    const known = new SluiceError('USAGE', 'No.');
    expect(databaseError(known)).toBe(known);
    expect(databaseError(new TypeError('x is undefined'))).toMatchObject({ code: 'INTERNAL' });
    expect(databaseError('thrown text')).toMatchObject({ code: 'INTERNAL', message: 'Unexpected: thrown text' });
  });
});
