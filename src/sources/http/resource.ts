import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** What a server says of the data behind a URL. */
export interface Resource {
  /** Tells one version of the data from another: a strong ETag, or else the time of the last change; null without. */
  readonly version: string | null;
  /** Length of all of it in bytes; null when the server doesn't say. */
  readonly length: number | null;
}

/** What an answer, to a request for all or for a range, says of the data. */
export function resourceOf({ headers, statusCode }: IncomingMessage): Resource {
  const etag = headers.etag?.startsWith('"') === true ? headers.etag : null;
  const length =
    statusCode === 206 ? rangeOf(headers['content-range']).length : Number(headers['content-length'] ?? NaN);
  return { version: etag ?? headers['last-modified'] ?? null, length: Number.isSafeInteger(length) ? length : null };
}

/** Asks for what follows `position`, or for all if the version has changed since (RFC 9110, 13.1.5). */
export function rangeHeaders({ version }: Resource, position: number): OutgoingHttpHeaders {
  return position === 0 || version === null ? {} : { range: `bytes=${position}-`, 'if-range': version };
}

/** Where the bytes of an answer begin in the data. */
export function startOf({ headers, statusCode }: IncomingMessage): number {
  return statusCode === 206 ? rangeOf(headers['content-range']).start : 0;
}

function rangeOf(header: string | undefined): { start: number; length: number } {
  const [, start, length] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header ?? '') ?? [];
  return { start: Number(start), length: Number(length) };
}
