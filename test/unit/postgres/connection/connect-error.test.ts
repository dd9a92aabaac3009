import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { connectError, isUnreachable, mayLackTls } from '../../../../src/postgres/connection/connect-error.js';
import { serverError } from '../../../support/server-error.js';

const endpoint = { host: 'h', address: null, port: 5432, password: 'secret' };
const settings = {
  endpoints: [endpoint],
  user: 'ana',
  database: 'shop',
  tls: [false],
  directTls: false,
  options: null,
  applicationName: null,
  timeoutSeconds: 15,
  targetSession: 'any',
} as const;

const systemError = (code: string, syscall = 'connect'): Error => Object.assign(new Error(code), { code, syscall });

test.each([
  [systemError('ECONNREFUSED'), 'the connection was refused'],
  [Object.assign(new AggregateError([systemError('ECONNREFUSED')], ''), {}), 'the connection was refused'],
  [systemError('ENOTFOUND', 'getaddrinfo'), 'the host name is not known'],
  [systemError('EAI_AGAIN', 'getaddrinfo'), 'the host name is not known'],
  [systemError('ENOENT'), 'there is no socket there'],
  [new Error('timeout expired'), 'no answer within 15 seconds'],
  [new Error('Connection terminated unexpectedly'), 'closed at once'],
  [new Error('no password was given'), 'wants a password for user "ana"'],
  [new Error('The server does not support SSL connections'), 'the server has no TLS'],
  [systemError('SELF_SIGNED_CERT_IN_CHAIN', 'x'), 'certificate is not trusted'],
  [new Error('odd \x1b[2J'), 'odd \\x1b[2J'],
  [serverError('28P01', 'password authentication failed for user "ana"'), 'turned away user "ana"'],
  [serverError('28000', 'no pg_hba.conf entry'), 'no pg_hba.conf entry'],
  [serverError('3D000', 'x'), 'there is no database "shop"'],
  [serverError('53300', 'x'), 'it takes no more connections'],
  [serverError('57P03', 'the database system is starting up'), 'starting up (SQLSTATE 57P03)'],
])('%o', (error, reason) => {
  const found = connectError(error, settings, endpoint);
  expect(found).toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 6 });
  expect(found.message).toMatch(/^Can't connect to the database at h:5432: /);
  expect(found.message).toContain(reason);
  expect(found.hint).not.toBeNull();
});

test('an error that has a code keeps it', () => {
  const error = new SluiceError('USAGE', 'No.');
  expect(connectError(error, settings, endpoint)).toBe(error);
});

describe('what to try next', () => {
  test('another host, when this one was not reached or is starting', () => {
    expect(isUnreachable(systemError('ECONNREFUSED'))).toBe(true);
    expect(isUnreachable(serverError('57P03', ''))).toBe(true);
    expect(isUnreachable(serverError('28P01', ''))).toBe(false);
  });

  test('with or without TLS, when that may be why', () => {
    expect(mayLackTls(new Error('The server does not support SSL connections'))).toBe(true);
    expect(mayLackTls(systemError('EPROTO', 'write'))).toBe(true);
    expect(mayLackTls(serverError('28000', ''))).toBe(true);
    expect(mayLackTls(serverError('28P01', ''))).toBe(false);
    expect(mayLackTls(systemError('ECONNREFUSED'))).toBe(false);
    expect(mayLackTls(new Error('timeout expired'))).toBe(false);
  });
});
