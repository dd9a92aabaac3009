import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { openUrl } from '../../../../src/sources/http/http-source.js';
import { send, serve } from '../../../support/http-server.js';

const never = new AbortController().signal;
const times = { timeoutMs: 500, attempts: 3, delayMs: 1 };

describe('a reading from any place', () => {
  test('of a URL: far from its front the server is asked for the rest only', async () => {
    const large = Buffer.from(Array.from({ length: 400_000 }, (_, line) => `${line}\n`).join(''));
    const { requests, origin } = await serve((request, response) => send(request, response, { data: large }));
    const source = await openUrl(origin, never, times);
    for (const from of [10, 1_500_000, 0, 20, 2_000_000, large.length]) {
      expect((await buffer(source.read(from))).equals(large.subarray(from))).toBe(true);
      expect(source.position()).toBe(large.length);
    }
    expect(requests.map(({ headers }) => headers.range ?? null)).toEqual([
      null,
      'bytes=1500000-',
      null,
      null,
      'bytes=2000000-',
      null,
    ]);
    await source.close();
  });

  test('of a URL whose server knows no ranges, or breaks off', async () => {
    const large = Buffer.alloc(3_000_000, '0123456789\n');
    for (const sending of [{ ranges: false }, { limit: 700_000 }, { ranges: false, etag: '' }]) {
      const { origin } = await serve((request, response) => send(request, response, { ...sending, data: large }));
      const source = await openUrl(origin, never, times);
      expect((await buffer(source.read(1_500_000))).equals(large.subarray(1_500_000))).toBe(true);
      await source.close();
    }
  });
});
