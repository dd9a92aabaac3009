/** Servers of data for tests of URLs. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** What a server sends unless a test has something else in mind. */
export const SENT = Buffer.from(Array.from({ length: 20_000 }, (_, line) => `${line},name ${line}\n`).join(''));

/** A server, and what it has been asked. */
export interface Seen {
  readonly requests: IncomingMessage[];
  readonly origin: string;
}

/** Starts a server that is gone when the test that asked for it has ended. */
export async function serve(
  listener: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<Seen> {
  const requests: IncomingMessage[] = [];
  const handle: RequestListener = (request, response) => {
    requests.push(request);
    listener(request, response, requests.length);
  };
  const server = createServer(handle).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** How a server sends its data. */
export interface Sending {
  /** Empty: none. Default: `"1"` */
  readonly etag?: string;
  /** Bytes after which the connection breaks. Default: it doesn't. */
  readonly limit?: number;
  /** Whether the server knows ranges. Default: it does. */
  readonly ranges?: boolean;
  /** Default: {@link SENT}. */
  readonly data?: Buffer;
}

/** Sends all, or the part that is asked for. */
export function send(request: IncomingMessage, response: ServerResponse, options: Sending = {}): void {
  const { etag, limit, ranges, data } = { etag: '"1"', limit: Infinity, ranges: true, data: SENT, ...options };
  const from = ranges && request.headers['if-range'] === etag ? startAsked(request) : 0;
  if (etag !== '') response.setHeader('etag', etag);
  response.setHeader('content-length', data.length - from);
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${data.length - 1}/${data.length}`);
  response.writeHead(from > 0 ? 206 : 200);
  const body = data.subarray(from, from + limit);
  if (body.length === data.length - from) response.end(body);
  else response.write(body, () => void setTimeout(20).then(() => response.destroy()));
}

function startAsked({ headers }: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
}
