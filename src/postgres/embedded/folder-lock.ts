import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity } from './process-identity.js';

/**
 * Runs `work` while no other process (and no other caller in this one) runs work under the same folder's lock.
 *
 * Lamport's bakery, with files: each takes a number above all numbers it sees, and the lowest goes first. Every file
 * is named by the process that made it, so one whose process was killed is seen through, and since no name is ever
 * used twice it can be removed without a race. (A single lock file can't be broken without one.)
 *
 * @param folder - Exists; holds nothing but the lock's files.
 * @param signal - Ends the wait with the signal's reason; `work` itself has to heed it.
 */
export async function withFolderLock<T>(
  folder: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const claim = await takeNumber(folder);
  try {
    while (!(await isFirst(folder, claim))) {
      signal?.throwIfAborted();
      await sleep(pollMilliseconds);
    }
    return await work();
  } finally {
    await rm(join(folder, fileName(claim)), { force: true });
  }
}

/** A waiter. While it chooses its number, `number` is 0, and all others wait for it. */
interface Claim {
  readonly number: number;
  readonly owner: string;
}

const pollMilliseconds = 10;

async function takeNumber(folder: string): Promise<Claim> {
  const owner = `${processIdentity() ?? process.pid}.${randomBytes(6).toString('hex')}`;
  const choosing = { number: 0, owner };
  await writeFile(join(folder, fileName(choosing)), '', { flag: 'wx' });
  const highest = Math.max(...(await readClaims(folder)).map(({ number }) => number));
  const claim = { number: highest + 1, owner };
  await rename(join(folder, fileName(choosing)), join(folder, fileName(claim)));
  return claim;
}

/** Looks twice: one that finishes choosing during the first look has its number by the second. */
async function isFirst(folder: string, claim: Claim): Promise<boolean> {
  const choosing = (await readClaims(folder)).some(({ number }) => number === 0);
  if (choosing) return false;
  return (await readClaims(folder)).every((other) => !goesBefore(other, claim));
}

function goesBefore(one: Claim, other: Claim): boolean {
  return one.number < other.number || (one.number === other.number && one.owner < other.owner);
}

/** The claims of living processes; those of dead ones are removed on the way. */
async function readClaims(folder: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const name of await readdir(folder)) {
    const parts = /^(\d+)-((\d+\.[\w-]+)\.[0-9a-f]+)$/.exec(name);
    if (!parts) continue;
    if (isAlive(parts[3])) claims.push({ number: Number(parts[1]), owner: parts[2] });
    else await rm(join(folder, name), { force: true });
  }
  return claims;
}

function fileName({ number, owner }: Claim): string {
  return `${number}-${owner}`;
}
