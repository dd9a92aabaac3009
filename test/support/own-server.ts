/** A PostgreSQL of a test file's own, which may be stopped in any way. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { findPostmaster } from '../../src/postgres/embedded/postmaster.js';
import { startEmbedded, type EmbeddedLease } from '../../src/postgres/embedded/server.js';
import { until } from './until.js';

/** The server; it runs when the first test begins. */
export interface OwnServer {
  /** Known once the first test runs; the same after a restart. */
  readonly url: string;
  /** Immediate shutdown, as by `pg_ctl stop -m immediate`: no goodbye, no checkpoint. Resolves when it is gone. */
  crash(): Promise<void>;
  /** Starts it again: it recovers, and then takes connections. */
  restart(): Promise<void>;
}

/** Makes the server of a test file; to be called at its top. */
export function ownServer(): OwnServer {
  const leases: EmbeddedLease[] = [];
  let folder = '';
  const start = async (): Promise<void> => void leases.push(await startEmbedded({ folder }));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
    // For root the server runs as another user, who must be able to enter the folder.
    await chmod(folder, 0o755);
    await start();
  });
  afterAll(async () => {
    for (const lease of leases) await lease.release();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get url() {
      return leases[0].url;
    },
    async crash() {
      const data = join(folder, 'data');
      const server = await findPostmaster(data);
      if (server === null) throw new Error('The server does not run.');
      process.kill(server.pid, 'SIGQUIT');
      await until(async () => (await findPostmaster(data)) === null);
    },
    restart: start,
  };
}
