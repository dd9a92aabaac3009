import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync, realpathSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { processIdentity } from './process-identity.js';

/** A living server, as its own `postmaster.pid` describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Folder of its socket; null where it has none. */
  readonly socketFolder: string | null;
  /** It takes connections; else it still starts (or recovers), or already stops. */
  readonly ready: boolean;
}

/**
 * Looks for the server that runs on a data folder. A `postmaster.pid` that a killed server left is seen through.
 *
 * @returns null when none runs.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port, socketFolder, , , status] = text.split('\n');
  if (!runsIn(Number(pid), data)) return null;
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder === undefined || socketFolder === '' ? null : socketFolder,
    ready: status?.trim() === 'ready',
  };
}

/** Tells whether the server takes connections: its own word for it may be that of a server that has just been killed. */
export async function answers({ port, socketFolder }: Postmaster): Promise<boolean> {
  const socket = socketFolder === null ? connect(port, '127.0.0.1') : connect(`${socketFolder}/.s.PGSQL.${port}`);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/**
 * Counts the processes that still work on a data folder: of a postmaster that was killed, some end a moment later.
 * Where there is no `/proc` it finds none, and PostgreSQL's own check has to do.
 */
export async function countProcesses(data: string): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name) && runsIn(Number(name), data)).length;
}

/**
 * Every process of a server has the data folder as its working folder, and the first has it in its command line too:
 * that tells it from a stranger that has its number now.
 */
function runsIn(pid: number, data: string): boolean {
  if (!(pid > 0) || processIdentity(pid) === null) return false;
  if (process.platform === 'win32') return true;
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    return execFileSync('/bin/ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(data);
  } catch {
    return false;
  }
}
