import { expect, test } from 'vitest';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { isTransient } from '../../../src/postgres/transient.js';
import { serverError } from '../../support/server-error.js';

function unreachable(cause: unknown): SluiceError {
  return new SluiceError('DATABASE_UNREACHABLE', 'no', { cause });
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

test.each([
  ['a lost connection', new SluiceError('DATABASE_LOST', 'no')],
  ['a deadlock', serverError('40P01', 'no')],
  ['a serialization failure', new SluiceError('DATABASE_REFUSED', 'no', { cause: serverError('40001', 'no') })],
  ['a lock that was not free', serverError('55P03', 'no')],
  ['a shutdown', serverError('57P01', 'no')],
  ['a server that starts', unreachable(serverError('57P03', 'no'))],
  ['too many connections', unreachable(serverError('53300', 'no'))],
  ['nobody listens', unreachable(systemError('ECONNREFUSED'))],
  ['nobody listens at any address', unreachable(new AggregateError([systemError('ECONNREFUSED')]))],
  ['a name that is not known now', unreachable(systemError('EAI_AGAIN'))],
  ['time is over', unreachable(new Error('timeout expired'))],
])('%s passes', (_, error) => {
  expect(isTransient(error)).toBe(true);
});

test.each([
  ['a wrong password', unreachable(serverError('28P01', 'no'))],
  ['a missing database', unreachable(serverError('3D000', 'no'))],
  ['a certificate', unreachable(systemError('CERT_HAS_EXPIRED'))],
  ['a duplicate key', serverError('23505', 'no')],
  ['a time limit', serverError('57014', 'no')],
  ['a full disk', serverError('53100', 'no')],
  [
    'a commit of unknown outcome',
    new SluiceError('OUTCOME_UNKNOWN', 'no', { cause: new Error('Connection terminated') }),
  ],
  ['a part that is in', new SluiceError('PARTLY_COMMITTED', 'no', { cause: serverError('40001', 'no') })],
  ['too many rejects', new SluiceError('TOO_MANY_REJECTS', 'no')],
  ['a fault of ours', new TypeError('no')],
  ['nothing', null],
])('%s does not', (_, error) => {
  expect(isTransient(error)).toBe(false);
});
