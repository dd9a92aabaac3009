import { join } from 'node:path';
import type { Io } from './io.js';
import { embeddedFolder } from '../postgres/database.js';
import { embeddedStatus, pinEmbedded, startEmbedded, stopEmbedded } from '../postgres/embedded/server.js';
import { numbers } from '../report/numbers.js';

/**
 * Starts the embedded server of the working folder and keeps it running until {@link stopServer}.
 *
 * @param notice - Takes lines for a person to read.
 * @returns Its URL, which holds the password.
 * @throws SluiceError EMBEDDED_MISSING, EMBEDDED_FAILED
 */
export async function startServer({ cwd, signal }: Io, notice: (line: string) => void): Promise<string> {
  const folder = join(cwd, embeddedFolder);
  const lease = await startEmbedded({ folder, signal, onNotice: notice });
  try {
    const { pinned } = await embeddedStatus(folder);
    await pinEmbedded(folder);
    if (!pinned) notice(`the PostgreSQL in ${embeddedFolder} now runs until "sluice db stop"`);
  } finally {
    await lease.release();
  }
  return lease.url;
}

/**
 * Stops the embedded server of the working folder, once no run uses it.
 *
 * @returns What happened, as a sentence.
 * @throws SluiceError EMBEDDED_FAILED
 */
export async function stopServer({ cwd }: Io): Promise<string> {
  const folder = join(cwd, embeddedFolder);
  const { running } = await embeddedStatus(folder);
  if (!running) return `the PostgreSQL in ${embeddedFolder} is not running`;
  const { runs } = await stopEmbedded(folder);
  if (runs === 0) return `the PostgreSQL in ${embeddedFolder} has stopped`;
  return `the PostgreSQL in ${embeddedFolder} stops when ${numbers.counted(runs, 'run')} that use it are done`;
}
