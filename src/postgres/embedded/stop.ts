import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from './home.js';
import { findPostmaster } from './postmaster.js';
import { removeSocketFolder } from './socket-folder.js';

/**
 * Stops the home's server, if it runs: "fast", which ends connections, rolls back what is open and writes a
 * checkpoint. Waits until it is gone, 60 seconds at most; after that it goes on stopping by itself. Callers hold
 * the home's lock.
 *
 * @returns Whether there was a server to stop.
 */
export async function ensureStopped(home: Home): Promise<boolean> {
  const server = await findPostmaster(home.data);
  if (server === null) return false;
  process.kill(server.pid, 'SIGINT');
  const deadline = Date.now() + limitMilliseconds;
  while ((await findPostmaster(home.data)) !== null && Date.now() < deadline) await sleep(pollMilliseconds);
  await removeSocketFolder(server.socketFolder);
  return true;
}

const limitMilliseconds = 60_000;
const pollMilliseconds = 5;
