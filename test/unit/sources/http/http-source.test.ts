import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openUrl } from '../../../../src/sources/http/http-source.js';
import { SENT as data, send, serve } from '../../../support/http-server.js';
import { bytesOf } from '../../../support/sources.js';

const never = new AbortController().signal;
const times = { timeoutMs: 500, attempts: 3, delayMs: 1 };

async function readAll(url: string, options = times): Promise<Buffer> {
  const source = await openUrl(url, never, options);
  try {
    return await bytesOf(source);
  } finally {
    await source.close();
  }
}

const unreadable = (message: RegExp): unknown =>
  expect.objectContaining({ code: 'SOURCE_UNREADABLE', message: expect.stringMatching(message) as string });

describe('a URL', () => {
  test('is read as often as its version stays', async () => {
    let etag = '"1"';
    const { requests, origin } = await serve((request, response) => send(request, response, { etag }));
    const source = await openUrl(`${origin}/data/orders.csv?sig=secret#x`, never, times);
    expect([source.ref.name, source.size, source.repeatable]).toEqual([`${origin}/data/orders.csv`, data.length, true]);
    expect((await bytesOf(source)).equals(data)).toBe(true);
    expect((await bytesOf(source)).equals(data)).toBe(true);
    expect(source.position()).toBe(data.length);
    expect(requests.map(({ url }) => url)).toEqual(['/data/orders.csv?sig=secret', '/data/orders.csv?sig=secret']);
    etag = '"2"';
    await expect(bytesOf(source)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    await source.assertUnchanged();
    await source.close();
  });

  test('is whole even if an earlier reading has only just been let go of', async () => {
    const { origin } = await serve((request, response) => send(request, response));
    for (const count of [1, 2, 3, 4]) {
      const source = await openUrl(origin, never, times);
      for (let reading = 0; reading < count; reading++) {
        const stream = source.read();
        await stream[Symbol.asyncIterator]().next();
        stream.destroy();
      }
      expect((await bytesOf(source)).equals(data)).toBe(true);
      expect(source.position()).toBe(data.length);
      await source.close();
    }
  });

  test('is not asked for any more when a reading was let go of, whatever the next one does', async () => {
    const { requests, origin } = await serve((request, response, count) => {
      if (count > 1) return send(request, response);
      response.writeHead(200, { etag: '"1"', 'content-length': data.length });
      response.write(data.subarray(0, 1000));
    });
    const source = await openUrl(origin, never, { ...times, timeoutMs: 50 });
    const stream = source.read();
    await stream[Symbol.asyncIterator]().next();
    stream.destroy();
    expect((await bytesOf(source)).equals(data)).toBe(true);
    await setTimeout(150);
    expect(requests.length).toBe(2);
    await source.close();
  });

  test('without a version can be read once', async () => {
    const { origin } = await serve((request, response) => send(request, response, { etag: '' }));
    const source = await openUrl(origin, never, times);
    expect(source.repeatable).toBe(false);
    expect((await bytesOf(source)).equals(data)).toBe(true);
    await source.close();
  });

  test('of unknown length, by chunks', async () => {
    const { origin } = await serve((_, response) => {
      response.write('ab');
      response.end('cd');
    });
    const source = await openUrl(origin, never, times);
    expect(source.size).toBe(null);
    expect((await bytesOf(source)).toString()).toBe('abcd');
    await source.close();
  });

  test('compressed by a server that was asked not to is left as it is', async () => {
    const { requests, origin } = await serve((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync('text')),
    );
    expect(await readAll(origin)).toEqual(gzipSync('text'));
    expect(requests[0].headers['accept-encoding']).toBe('identity');
    const other = await serve((_, response) => response.setHeader('content-encoding', 'br').end('x'));
    await expect(readAll(other.origin)).rejects.toEqual(unreadable(/compresses it \(br\)/));
  });
});

describe('a download that breaks off', () => {
  test('goes on where it was, as often as it must', async () => {
    const { requests, origin } = await serve((request, response) => send(request, response, { limit: 60_000 }));
    expect((await readAll(origin)).equals(data)).toBe(true);
    expect(requests.length).toBe(Math.ceil(data.length / 60_000));
    expect(requests[1].headers).toMatchObject({ range: 'bytes=60000-', 'if-range': '"1"' });
  });

  test('starts anew at a server without ranges, and passes over what it has', async () => {
    const { origin } = await serve((request, response, count) =>
      send(request, response, { ranges: false, limit: count === 1 ? 100_000 : Infinity }),
    );
    expect((await readAll(origin)).equals(data)).toBe(true);
  });

  test('is an error when the data has changed', async () => {
    const { origin } = await serve((request, response, count) =>
      send(request, response, { etag: `"${count}"`, limit: 50_000 }),
    );
    await expect(readAll(origin)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });

  test('is an error when the server has no version of it, unless nothing was read', async () => {
    const { origin } = await serve((request, response) => send(request, response, { etag: '', limit: 50_000 }));
    await expect(readAll(origin)).rejects.toEqual(unreadable(/after 50000 bytes, and the server can't tell/));
    const other = await serve((request, response, count) =>
      send(request, response, { etag: '', limit: count === 1 ? 0 : Infinity }),
    );
    expect((await readAll(other.origin)).equals(data)).toBe(true);
  });

  test('is an error when it does not get on', async () => {
    const { requests, origin } = await serve((request, response, count) => {
      if (count > 1) request.socket.destroy();
      else send(request, response, { limit: 50_000 });
    });
    await expect(readAll(origin)).rejects.toEqual(unreadable(/connection failed \(ECONNRESET\), 3 times in a row/));
    expect(requests.length).toBe(3);
  });

  test('when the server is silent goes on too', async () => {
    const { origin } = await serve((request, response, count) => {
      if (count === 1)
        response.writeHead(200, { etag: '"1"', 'content-length': data.length }).write(data.subarray(0, 1000));
      else send(request, response);
    });
    expect((await readAll(origin, { ...times, timeoutMs: 100 })).equals(data)).toBe(true);
  });

  test('a reader that is slow is not taken for a server that is silent', async () => {
    const { requests, origin } = await serve((request, response) => send(request, response));
    const source = await openUrl(origin, never, { ...times, timeoutMs: 50 });
    let length = 0;
    for await (const chunk of source.read() as AsyncIterable<Buffer>) {
      if (length === 0) await setTimeout(150);
      length += chunk.length;
    }
    expect([length, requests.length]).toEqual([data.length, 1]);
    await source.close();
  });
});

describe('an answer', () => {
  test.each([
    [404, /the server answered 404 Not Found/, 1],
    [403, /answered 403/, 1],
    [204, /answered 204/, 1],
    [503, /answered 503 Service Unavailable, 3 times in a row/, 3],
    [429, /answered 429/, 3],
  ])('of status %i is an error', async (status, message, attempts) => {
    const { requests, origin } = await serve((_, response) => response.writeHead(status).end());
    await expect(readAll(`${origin}/x.csv`)).rejects.toEqual(unreadable(message));
    expect(requests.length).toBe(attempts);
  });

  test('that asks to wait is waited for, within reason', async () => {
    const start = performance.now();
    const { origin } = await serve((request, response, count) => {
      if (count === 1) response.writeHead(503, { 'retry-after': '1' }).end();
      else send(request, response);
    });
    expect((await readAll(origin)).equals(data)).toBe(true);
    expect(performance.now() - start).toBeGreaterThan(950);
    const busy = await serve((_, response) => response.writeHead(429, { 'retry-after': '86400' }).end());
    await expect(readAll(busy.origin)).rejects.toEqual(unreadable(/answered 429/));
    expect(busy.requests.length).toBe(1);
  });
});

describe('a redirect', () => {
  test('is followed, but user and password stay at their host', async () => {
    const target = await serve((request, response) => send(request, response));
    const { requests, origin } = await serve(({ url }, response) =>
      response.writeHead(302, { location: url === '/a' ? '/b' : `${target.origin}/c` }).end(),
    );
    const source = await openUrl(origin.replace('//', '//user:p%40ss@') + '/a', never, times);
    expect(source.ref.name).toBe(`${origin}/a`);
    expect((await bytesOf(source)).equals(data)).toBe(true);
    await source.close();
    const authorization = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([authorization, authorization]);
    expect(target.requests[0].headers.authorization).toBe(undefined);
  });

  test.each([
    ['without end', '/again', /redirects more than 10 times/],
    ['to another protocol', 'file:///etc/passwd', /redirects to file:/],
    ['to nowhere', '//[', /redirects to /],
  ])('%s is an error', async (_, location, message) => {
    const { origin } = await serve((_request, response) => response.writeHead(301, { location }).end());
    await expect(readAll(origin)).rejects.toEqual(unreadable(message));
  });
});

describe('waiting', () => {
  test('ends with an interrupt: for an answer, for its bytes, for the next attempt', async () => {
    const reason = new Error('interrupted');
    const silent = await serve(({ url }, response) => {
      if (url === '/body') response.writeHead(200).write('x');
    });
    const failing = await serve((_, response) => response.writeHead(503, { 'retry-after': '30' }).end());
    for (const url of [silent.origin, `${silent.origin}/body`, failing.origin]) {
      const controller = new AbortController();
      const reading = openUrl(url, controller.signal, { ...times, timeoutMs: 5000 }).then(bytesOf);
      await setTimeout(50);
      controller.abort(reason);
      await expect(reading).rejects.toBe(reason);
    }
  });

  test('ends when the source is closed', async () => {
    const { requests, origin } = await serve((_, response) => response.writeHead(200, { etag: '"1"' }).write('x'));
    const source = await openUrl(origin, never, { ...times, timeoutMs: 5000 });
    const reading = expect(bytesOf(source)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await setTimeout(20);
    await source.close();
    await reading;
    expect(requests.length).toBe(1);
  });

  test('for an answer ends by itself', async () => {
    const { origin } = await serve(() => undefined);
    await expect(readAll(origin, { ...times, timeoutMs: 30 })).rejects.toEqual(
      unreadable(/silent for 0 seconds, 3 times/),
    );
  });
});

test.each([
  [
    'http://127.0.0.1:1/x.csv',
    /^http:\/\/127\.0\.0\.1:1\/x\.csv can't be read: the connection failed \(ECONNREFUSED\), 3 times/,
  ],
  ['http://user:secret@exa mple/x?token=secret', /^http:\/\/\*\*\*@exa mple\/x is not a valid URL/],
  ['http://user:secret@host.invalid/x?token=secret', /^http:\/\/host\.invalid\/x can't be read: /],
])('%s is an error without secrets', async (url, message) => {
  await expect(readAll(url)).rejects.toEqual(unreadable(message));
  await expect(readAll(url)).rejects.not.toThrow('secret');
});
