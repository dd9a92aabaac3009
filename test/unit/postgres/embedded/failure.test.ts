import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { embeddedFailure, toEmbeddedFailure } from '../../../../src/postgres/embedded/failure.js';

const home = {
  folder: '/srv/.sluice',
  data: '/srv/.sluice/data',
  log: '/srv/.sluice/server.log',
  password: '/srv/.sluice/password',
  locks: '/srv/.sluice/locks',
  leases: '/srv/.sluice/leases',
  user: null,
};

describe('embeddedFailure', () => {
  test.each([
    ['', 'it ended without a word'],
    [
      'initdb: error: could not create directory "x": No space left on device\n',
      'could not create directory "x": No space',
    ],
    [
      '2026-01-01 00:00:00.000 UTC [7] LOG:  starting\n2026-01-01 [7] FATAL:  data directory is broken\n2026 [7] LOG:  database system is shut down\n',
      'in /srv/.sluice: data directory is broken.',
    ],
    ['7 FATAL:  wrong version\n7 DETAIL:  It is 15.\n7 LOG:  end\n', ': wrong version (It is 15).'],
    ['postgres: could not find it\nExpected in x\nbut could not open y\n', ': could not find it.'],
    ['postgres: \x1b[31modd\n', ': \\x1b[31modd.'],
  ])('%j', (said, reason) => {
    const error = embeddedFailure(home, 'PostgreSQL could not be started', said);
    expect(error).toMatchObject({ code: 'EMBEDDED_FAILED', exitCode: 6 });
    expect(error.message).toContain(reason);
    expect(error.message).toMatch(/^PostgreSQL could not be started in /);
  });

  test.each([
    ['FATAL:  could not write: No space left on device', /disk space/],
    ['FATAL:  database files are incompatible with server', /another version/],
    ['error: could not look up effective user ID 7: user does not exist', /etc.passwd/],
    ['FATAL:  odd', /The log is .*server\.log/],
  ])('%s has its hint', (said, hint) => {
    expect(embeddedFailure(home, 'PostgreSQL could not be started', said).hint).toMatch(hint);
  });
});

describe('toEmbeddedFailure', () => {
  const systemError = (code: string): Error =>
    Object.assign(new Error(`${code}: mkdir '/x'`), { code, syscall: 'mkdir' });

  test.each([
    ['EACCES', /can be made/],
    ['EROFS', /can be made/],
    ['ENOSPC', /disk space/],
  ])('%s', (code, hint) => {
    const found = toEmbeddedFailure(systemError(code), '/x');
    expect(found).toMatchObject({ code: 'EMBEDDED_FAILED', hint: expect.stringMatching(hint) as string });
  });

  test('everything else stays what it is', () => {
    const errors = [new SluiceError('USAGE', 'No.'), new Error('no'), 'thrown text'];
    expect(errors.map((error) => toEmbeddedFailure(error, '/x'))).toEqual(errors);
  });
});
