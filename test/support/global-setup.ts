/**
 * Gives the tests their database: the server that SLUICE_TEST_DATABASE_URL names, else an embedded PostgreSQL of
 * this run's own. Vitest calls it once for each project that has tests to run; the first starts the server.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Provides `databaseUrl`; what it returns stops the server. A server that can't be had fails the run. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { vitest } = project;
  if (vitest.getProvidedContext().databaseUrl) return undefined;
  const server = process.env['SLUICE_TEST_DATABASE_URL'];
  if (server) {
    vitest.provide('databaseUrl', server);
    return undefined;
  }
  const { url, stop } = await startServer();
  vitest.provide('databaseUrl', url);
  return stop;
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const { startEmbedded } = await import('../../src/postgres/embedded/server.js');
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  // For root the server runs as another user, who must be able to enter the folder.
  await chmod(folder, 0o755);
  const remove = async () => rm(folder, { recursive: true, force: true });
  try {
    const lease = await startEmbedded({ folder });
    const stop = async () => {
      await lease.release();
      await remove();
    };
    return { url: lease.url, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
