import type { IncomingMessage } from 'node:http';
import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Fingerprint } from '../../schema/fingerprint.js';
import { bytesAfter } from '../bytes-after.js';
import { chunkStream } from '../chunk-stream.js';
import type { Source } from '../source.js';
import { Download, type HttpTimes } from './download.js';
import type { Resource } from './resource.js';
import { urlError } from './response-errors.js';
import { urlName } from './url-name.js';

const DEFAULT_TIMES: HttpTimes = { timeoutMs: 30_000, attempts: 5, delayMs: 500 };

/**
 * Opens an http or https URL as a source. Failures that may pass (of the connection, 429, 5xx) are tried again; a
 * download that breaks off goes on where it was when the server can tell its version of the data; one that ends before
 * its length is an error. It can be read again if the server can tell the version, and still has the same one.
 *
 * @param address - May hold a user and a password; the name in messages does not.
 * @param signal - Ends waiting.
 * @throws SluiceError SOURCE_UNREADABLE
 */
export async function openUrl(address: string, signal: AbortSignal, times: Partial<HttpTimes> = {}): Promise<Source> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw badAddress(address);
  const name = urlName(url);
  const download = new Download({ url, signal, ...DEFAULT_TIMES, ...times });
  const first = await download.open();
  assertPlain(name, first);
  return {
    ref: { name },
    size: download.resource.length,
    repeatable: download.resource.version !== null,
    read: (from = 0) => {
      const start = download.startFor(from);
      return chunkStream(bytesAfter(from - start, download.chunks(start)));
    },
    position: () => download.position,
    readAt: null,
    recycle: () => undefined,
    fingerprint: () => Promise.resolve(fingerprintOf(download.resource)),
    // Each answer was checked to be of the same version.
    assertUnchanged: () => Promise.resolve(),
    close: async () => download.close(),
  };
}

/** What the server calls the version says more than any part of the bytes. */
function fingerprintOf({ version, length }: Resource): Fingerprint | null {
  return version === null ? null : { size: length, modifiedMs: null, hash: `etag:${version}` };
}

/** Gzip, though it wasn't asked for, shows in the bytes themselves; what doesn't would be taken for the data. */
function assertPlain(name: string, { headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (['identity', 'gzip', 'x-gzip', 'zstd'].includes(encoding)) return;
  const reason = `the server compresses it (${printable(encoding)}), although it was asked not to`;
  throw urlError(name, reason, 'Fetch it with another tool and pipe it: curl --compressed … | sluice load -');
}

function badAddress(address: string): SluiceError {
  const masked = address.replace(/\/\/[^/]*@/, '//***@').replace(/[?#].*/s, '');
  return new SluiceError('SOURCE_UNREADABLE', `${displaySource(masked)} is not a valid URL.`, {
    hint: 'Check the address.',
  });
}
