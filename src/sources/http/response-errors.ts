import type { IncomingMessage } from 'node:http';
import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';

/** A failure that may be gone when it is tried again. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  /** How long the server asks to wait, in milliseconds; null when it doesn't. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** What the status of an answer means for whoever wanted the data: null when it is the data. */
export function statusError(name: string, response: IncomingMessage): SluiceError | TransientError | null {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return null;
  const answer = `the server answered ${status}${response.statusMessage ? ` ${printable(response.statusMessage)}` : ''}`;
  if (transientStatuses.has(status)) return new TransientError(answer, retryAfterMs(response.headers['retry-after']));
  return urlError(name, answer, hintFor(status));
}

const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

function hintFor(status: number): string {
  if (status === 404 || status === 410) return 'Check the address.';
  if (status === 401 || status === 403) {
    return 'It wants to know who asks: put user and password into the address (https://user:password@host/…), or fetch the file with another tool and pipe it: curl … | sluice load -';
  }
  return 'Check the address, or fetch the file with another tool and pipe it: curl … | sluice load -';
}

/** Seconds, or a date. */
function retryAfterMs(header: string | undefined): number | null {
  if (header === undefined) return null;
  const ms = /^\d+$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** Words a failure to read a URL. */
export function urlError(name: string, reason: string, hint: string, cause?: unknown): SluiceError {
  const message = `${displaySource(name)} can't be read: ${reason}.`;
  return new SluiceError('SOURCE_UNREADABLE', message, { hint, cause });
}
