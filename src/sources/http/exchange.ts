import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { printable } from '../../errors/printable.js';
import { TransientError, urlError } from './response-errors.js';
import { urlName } from './url-name.js';

/** How a request is made. */
export interface ExchangeOptions {
  readonly signal: AbortSignal;
  /** How long to wait for the server, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Sends one GET request and waits for the answer's head. No connection is kept for another. Proxies are not used:
 * HTTP_PROXY and its like have no effect.
 *
 * @throws TransientError when the connection fails in a way that may pass; SluiceError SOURCE_UNREADABLE when in another.
 */
export function exchange(
  url: URL,
  headers: OutgoingHttpHeaders,
  { signal, timeoutMs }: ExchangeOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, { headers: { ...standing, ...headers }, agent: false, signal });
    request.setTimeout(timeoutMs, () => request.destroy(new TransientError(silence(timeoutMs))));
    request.on('error', (error) => reject(connectionError(urlName(url), error, signal)));
    request.on('response', (response) => {
      request.setTimeout(0);
      resolve(response);
    });
    request.end();
  });
}

/** Compression would hide the length, and what may be resumed from. */
const standing = { 'user-agent': 'sluice', accept: '*/*', 'accept-encoding': 'identity' };

/** What the server's silence is called. */
export function silence(timeoutMs: number): string {
  return `the server was silent for ${Math.round(timeoutMs / 1000)} seconds`;
}

/** Words a failure of the connection, before or during the answer. */
export function connectionError(name: string, error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason as Error;
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof TransientError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (transientCodes.has(code)) return new TransientError(`the connection failed (${code})`);
  const reason = code === 'ENOTFOUND' ? 'there is no such host' : printable(error.message, 200);
  return urlError(name, reason, 'Check the address and the network.', error);
}

const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
]);
