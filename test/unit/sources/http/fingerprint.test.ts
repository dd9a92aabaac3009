import { expect, test } from 'vitest';
import { openUrl } from '../../../../src/sources/http/http-source.js';
import { serve } from '../../../support/http-server.js';

const never = new AbortController().signal;

test.each<[string, Record<string, string>, unknown]>([
  ['an ETag', { etag: '"v1"' }, { size: 4, modifiedMs: null, hash: 'etag:"v1"' }],
  [
    'a weak ETag and a date',
    { etag: 'W/"v1"', 'last-modified': 'Tue, 14 Nov 2023 22:13:20 GMT' },
    { size: 4, modifiedMs: null, hash: 'etag:Tue, 14 Nov 2023 22:13:20 GMT' },
  ],
  ['no length', { etag: '"v1"', 'transfer-encoding': 'chunked' }, { size: null, modifiedMs: null, hash: 'etag:"v1"' }],
  ['neither', { etag: 'W/"v1"' }, null],
])('a URL of which the server tells %s has that for a fingerprint', async (_, headers, fingerprint) => {
  const { requests, origin } = await serve((_request, response) => {
    if (headers['transfer-encoding'] === undefined) response.setHeader('content-length', 4);
    response.writeHead(200, headers).end('data');
  });
  const source = await openUrl(origin, never);
  expect(await source.fingerprint('quick')).toEqual(fingerprint);
  expect(await source.fingerprint('sha256')).toEqual(fingerprint);
  expect(requests.length).toBe(1);
  await source.close();
});
