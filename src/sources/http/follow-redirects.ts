import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { printable } from '../../errors/printable.js';
import { exchange, type ExchangeOptions } from './exchange.js';
import { urlError } from './response-errors.js';
import { urlName } from './url-name.js';

/** As many as browsers and curl follow, or fewer. */
const MAX_REDIRECTS = 10;

/**
 * Sends a GET request, and follows redirects. User and password of the address go to its own host only, and a redirect
 * from https to http is refused.
 *
 * @throws What `exchange` throws; SluiceError SOURCE_UNREADABLE when the redirects lead nowhere.
 */
export async function followRedirects(
  start: URL,
  headers: OutgoingHttpHeaders,
  options: ExchangeOptions,
): Promise<IncomingMessage> {
  const name = urlName(start);
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const response = await exchange(url, headers, options);
    if (!redirectStatuses.has(response.statusCode ?? 0)) return response;
    response.destroy();
    if (redirects === MAX_REDIRECTS)
      throw urlError(name, `it redirects more than ${MAX_REDIRECTS} times`, 'Check the address.');
    url = targetOf(name, url, response.headers.location);
  }
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

function targetOf(name: string, from: URL, location: string | undefined): URL {
  const target = location === undefined || !URL.canParse(location, from.href) ? null : new URL(location, from);
  if (target === null || !['http:', 'https:'].includes(target.protocol)) {
    throw urlError(name, `it redirects to ${printable(location ?? 'nowhere')}`, 'Check the address.');
  }
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    const reason = `it redirects from https to ${printable(urlName(target), 200)}, which is not encrypted`;
    throw urlError(name, reason, 'If that is fine, name the http:// address itself.');
  }
  if (target.origin === from.origin && target.username === '') {
    target.username = from.username;
    target.password = from.password;
  }
  return target;
}
