import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, processIdentity } from './process-identity.js';

/**
 * Who uses the server: one file for each run, named by the run's process, so that a killed run counts no more.
 * Callers hold the home's lock.
 */
export class Leases {
  readonly #folder: string;

  /** @param folder - Exists; holds nothing but leases. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes a lease for this process; returns its file. */
  async take(): Promise<string> {
    const owner = processIdentity() ?? String(process.pid);
    const file = join(this.#folder, `${owner}.${randomBytes(6).toString('hex')}`);
    await writeFile(file, '', { flag: 'wx' });
    return file;
  }

  /** Gives back the lease that {@link take} returned. */
  async giveBack(file: string): Promise<void> {
    await rm(file, { force: true });
  }

  /** Keeps the server in use until {@link unpin}, beyond the life of this process. */
  async pin(): Promise<void> {
    await writeFile(join(this.#folder, pinName), '');
  }

  /** Undoes {@link pin}. */
  async unpin(): Promise<void> {
    await rm(join(this.#folder, pinName), { force: true });
  }

  /** Counts the living runs, and tells whether the server is pinned. Removes what killed runs left. */
  async read(): Promise<{ runs: number; pinned: boolean }> {
    let runs = 0;
    let pinned = false;
    for (const name of await readdir(this.#folder)) {
      if (name === pinName) pinned = true;
      else if (isAlive(name.slice(0, name.lastIndexOf('.')))) runs += 1;
      else await rm(join(this.#folder, name), { force: true });
    }
    return { runs, pinned };
  }
}

const pinName = 'pinned';
