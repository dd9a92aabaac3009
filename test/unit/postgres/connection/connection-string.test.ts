import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { parseConnectionString } from '../../../../src/postgres/connection/connection-string.js';

const parse = (text: string): Record<string, string> => Object.fromEntries(parseConnectionString(text, '--db'));

describe('URLs', () => {
  test.each([
    ['postgres://', {}],
    ['postgresql://localhost', { host: 'localhost' }],
    ['postgres:///shop', { dbname: 'shop' }],
    ['postgres://ana@db.example:5433/shop', { user: 'ana', host: 'db.example', port: '5433', dbname: 'shop' }],
    ['postgres://ana:p%40ss%3Aw%2F@h/d', { user: 'ana', password: 'p@ss:w/', host: 'h', dbname: 'd' }],
    ['postgres://ana:a:b@h/d', { user: 'ana', password: 'a:b', host: 'h', dbname: 'd' }],
    ['postgres://[::1]:5433/d', { host: '::1', port: '5433', dbname: 'd' }],
    ['postgres://[::1],b:3/d', { host: '::1,b', port: ',3', dbname: 'd' }],
    ['postgres://%2Fvar%2Frun:5433/d', { host: '/var/run', port: '5433', dbname: 'd' }],
    ['postgres:///d?host=/tmp&port=5433', { host: '/tmp', port: '5433', dbname: 'd' }],
    ['postgres://h/d?sslmode=require&application_name=a%20b', { ...hd, sslmode: 'require', application_name: 'a b' }],
    ['postgres://h/d?ssl=true', { ...hd, sslmode: 'require' }],
    ['  postgres://h/d\n', hd],
  ])('%s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test('any user, password and database comes through, percent-encoded', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(name, name, name, (user, password, dbname) => {
        const [u, p, d] = [user, password, dbname].map(encodeURIComponent);
        expect(parse(`postgres://${u}:${p}@h/${d}`)).toEqual({ user, password, host: 'h', dbname });
      }),
    );
  });
});

const hd = { host: 'h', dbname: 'd' };

describe('keywords', () => {
  test.each([
    ['host=h dbname=d', hd],
    ["host = h  dbname = 'my data'", { host: 'h', dbname: 'my data' }],
    ["user='it\\'s' password=a\\ b\\\\", { user: "it's", password: 'a b\\' }],
    ["host=h password=''", { host: 'h' }],
    [' host=h\n dbname=d ', hd],
  ])('%s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });
});

describe('what is neither', () => {
  test.each([
    ['shop'],
    [''],
    ['https://h/d'],
    ['postgres://u:se%zzcret@h/d'],
    ['postgres://secret@[h/d'],
    ['postgres://secret@h:x/d'],
    ['postgres://h/d?secret'],
    ["host=h password='secret"],
    ['host=h secret'],
  ])('%s is refused, and not quoted in the message', (text) => {
    const error = catchError(() => parse(text));
    expect(error).toMatchObject({ code: 'USAGE', message: expect.stringMatching(/^--db can't be read: /) as string });
    expect(error.message + (error.hint ?? '')).not.toMatch(/secret|se%zz/);
  });
});

function catchError(work: () => unknown): SluiceError {
  try {
    work();
  } catch (error) {
    if (error instanceof SluiceError) return error;
  }
  throw new Error('No SluiceError was thrown.');
}
