import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openFile } from './file-source.js';
import { isAddress, isUrl } from './http/url-name.js';
import type { HttpTimes } from './http/download.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { Source } from './source.js';
import { STDIN_NAME, streamSource } from './stream-source.js';

/** What names of inputs are looked up with. */
export interface OriginOptions {
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Ends waiting for a server. */
  readonly signal: AbortSignal;
  /** For tests; the defaults are in `openUrl`. */
  readonly http?: Partial<HttpTimes>;
}

/** Where an input is. */
export interface Origin {
  readonly source: Source;
  /** The entry that is meant, when the name goes on after that of a file; else null. */
  readonly entryName: string | null;
}

/**
 * Opens what a name stands for: standard input, a URL, a file, or a file with an entry in it.
 *
 * @throws SluiceError SOURCE_UNREADABLE
 */
export async function openOrigin(name: string, options: OriginOptions): Promise<Origin> {
  if (name === STDIN_NAME) return { source: streamSource(STDIN_NAME, options.stdin), entryName: null };
  if (isUrl(name)) {
    const { openUrl } = await import('./http/http-source.js');
    return { source: await openUrl(name, options.signal, options.http), entryName: null };
  }
  if (isAddress(name) && !(await exists(name, options.cwd))) throw otherScheme(name);
  const archive = await archiveOf(name, options.cwd);
  const source = await openFile(archive ?? name, options.cwd);
  return { source, entryName: archive === null ? null : entryPath(name.slice(archive.length)) };
}

async function exists(name: string, cwd: string): Promise<boolean> {
  return (await stat(resolve(cwd, name)).catch(() => null)) !== null;
}

/** What comes after the scheme is not shown: it may hold a password. */
function otherScheme(name: string): SluiceError {
  const scheme = name.slice(0, name.indexOf(':')).toLowerCase();
  const hint =
    scheme === 'file'
      ? 'Name the file by its path.'
      : 'Fetch it with another tool and pipe it: aws s3 cp s3://… - | sluice load -, or curl … | sluice load -';
  return new SluiceError(
    'SOURCE_UNREADABLE',
    `Addresses that begin with ${scheme}:// are not read, only http and https.`,
    { hint },
  );
}

/** The part of a path that is a file, when something follows it: `data/a.zip` of `data/a.zip/b.csv`. */
async function archiveOf(name: string, cwd: string): Promise<string | null> {
  for (let path = dirname(name); path !== dirname(path); path = dirname(path)) {
    const stats = await stat(resolve(cwd, path)).catch(() => null);
    if (stats !== null) return stats.isFile() ? path : null;
  }
  return null;
}

function entryPath(rest: string): string {
  return rest.replaceAll('\\', '/').replace(/^\/+/, '');
}
