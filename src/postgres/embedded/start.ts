import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SluiceError } from '../../errors/sluice-error.js';
import { embeddedFailure, readLog } from './failure.js';
import type { Home } from './home.js';
import { answers, countProcesses, findPostmaster, type Postmaster } from './postmaster.js';
import { spawnOptions } from './programs.js';
import { serverSettings } from './server-settings.js';
import { makeSocketFolder, removeSocketFolder } from './socket-folder.js';

/** What a start needs besides the home. */
export interface StartOptions {
  /** Folder of the programs. */
  readonly native: string;
  readonly signal?: AbortSignal | undefined;
  /** Takes lines for a person to read. */
  readonly notify: (line: string) => void;
}

/**
 * Sees to it that the home's server runs and takes connections: starts it when it doesn't run, and waits while one
 * starts, recovers from a crash, or stops. The server is a process of its own session, so it outlives this one, and
 * Ctrl-C does not reach it. Callers hold the home's lock.
 *
 * @throws SluiceError EMBEDDED_FAILED when it ends again, or is not ready after 60 seconds.
 */
export async function ensureStarted(home: Home, options: StartOptions): Promise<Postmaster> {
  const deadline = Date.now() + limitMilliseconds;
  while (Date.now() < deadline) {
    options.signal?.throwIfAborted();
    const server = await findPostmaster(home.data);
    if (server?.ready && (await answers(server))) return server;
    if (server === null) await start(home, options);
    else await sleep(pollMilliseconds);
  }
  throw new SluiceError('EMBEDDED_FAILED', `PostgreSQL in ${home.folder} is not ready after 60 seconds.`, {
    hint: `It may still recover from a crash: see its log, ${home.log}, and run again later.`,
  });
}

const limitMilliseconds = 60_000;
const pollMilliseconds = 5;
const portAttempts = 3;
const logLimitBytes = 2 ** 20;

/** Returns once the server has got as far as to write its status, or gone wrong. */
async function start(home: Home, options: StartOptions): Promise<void> {
  await clearCrash(home, options);
  await writeSettings(home);
  for (let attempt = 1; ; attempt += 1) {
    const said = await attemptStart(home, options);
    options.signal?.throwIfAborted();
    if (said === null) return;
    if (attempt === portAttempts || !said.includes('could not create any TCP/IP sockets')) {
      throw embeddedFailure(home, 'PostgreSQL could not be started', said);
    }
    await rm(join(home.folder, 'port'), { force: true });
  }
}

/** The server's own account has to read it, whatever our umask. */
async function writeSettings(home: Home): Promise<void> {
  const file = join(home.folder, 'postgresql.conf');
  await writeFile(file, serverSettings());
  await chmod(file, 0o644);
}

/** Of `postmaster.pid`, from 0. */
const socketFolderLine = 4;

/** PostgreSQL would refuse to start beside what is left of a killed server, even when its number is another's now. */
async function clearCrash(home: Home, { signal, notify }: StartOptions): Promise<void> {
  const pidFile = join(home.data, 'postmaster.pid');
  const left = await readFile(pidFile, 'utf8').catch(() => null);
  if (left === null) return;
  notify('the embedded PostgreSQL was not shut down properly: it recovers now');
  await removeSocketFolder(left.split('\n')[socketFolderLine] ?? null);
  const deadline = Date.now() + limitMilliseconds;
  while ((await countProcesses(home.data)) > 0 && Date.now() < deadline) {
    await sleep(pollMilliseconds, undefined, signal === undefined ? {} : { signal });
  }
  if (process.platform === 'linux' && (await countProcesses(home.data)) === 0) await rm(pidFile, { force: true });
}

/** Answers null when the server is ready, else what it said before it ended. */
async function attemptStart(home: Home, { native, signal }: StartOptions): Promise<string | null> {
  const log = await open(home.log, 'a', 0o600);
  try {
    if ((await log.stat()).size > logLimitBytes) await log.truncate();
    const from = (await log.stat()).size;
    const socketFolder = await makeSocketFolder(home);
    const args = serverArguments(home, await choosePort(home), socketFolder);
    const program = join(native, 'bin', 'postgres');
    const options = { ...spawnOptions(home.folder, home.user), detached: true } as const;
    const child = spawn(program, args, { ...options, stdio: ['ignore', log.fd, log.fd] });
    const failure = await untilReady(home, child, signal);
    child.unref();
    if (failure === null) return null;
    await removeSocketFolder(socketFolder);
    return failure.message || (await readLog(home.log, from));
  } finally {
    await log.close();
  }
}

/** Answers null when ready (or still at it after the limit), else an error, without message when the log has it. */
async function untilReady(home: Home, child: ChildProcess, signal: AbortSignal | undefined): Promise<Error | null> {
  let ended: Error | null = null;
  child.once('error', (error) => (ended = error));
  child.once('exit', () => (ended ??= new Error('')));
  const deadline = Date.now() + limitMilliseconds;
  while (ended === null && Date.now() < deadline) {
    if (signal?.aborted) child.kill('SIGINT');
    const server = await findPostmaster(home.data);
    if (server?.ready && server.pid === child.pid) return null;
    await sleep(pollMilliseconds);
  }
  return ended;
}

function serverArguments(home: Home, port: number, socketFolder: string | null): string[] {
  const settings = {
    config_file: join(home.folder, 'postgresql.conf'),
    port: String(port),
    unix_socket_directories: socketFolder === null ? '' : `"${socketFolder.replaceAll('"', '""')}"`,
  };
  return ['-D', home.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** The port of the last time when it is free, so that what other tools remember stays true. */
async function choosePort(home: Home): Promise<number> {
  const file = join(home.folder, 'port');
  const last = Number(await readFile(file, 'utf8').catch(() => '0'));
  const port = await tryPort(last).catch(() => tryPort(0));
  await writeFile(file, `${port}\n`);
  return port;
}

async function tryPort(wanted: number): Promise<number> {
  const probe = createServer();
  probe.listen(wanted, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : wanted;
}
