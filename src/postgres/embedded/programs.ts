import { spawn } from 'node:child_process';
import type { ServerUser } from './server-user.js';

/** How one of PostgreSQL's programs is run to its end. */
export interface ProgramRun {
  readonly file: string;
  readonly args: readonly string[];
  /** The folder to run in, which the user can enter. */
  readonly cwd: string;
  readonly user: ServerUser | null;
  /** What the program reads; default: nothing. */
  readonly input?: string;
  /** Ends the program, and the wait with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended, and what it said on both outputs. */
export interface ProgramResult {
  readonly ok: boolean;
  readonly said: string;
}

/** Runs a program to its end. One that can't be started at all has not succeeded, and the system's reason is what it said. */
export async function runProgram(run: ProgramRun): Promise<ProgramResult> {
  const options = { ...spawnOptions(run.cwd, run.user), stdio: 'pipe' } as const;
  const result = await new Promise<ProgramResult>((resolve) => {
    const child = spawn(run.file, run.args, { ...options, signal: run.signal });
    let said = '';
    const hear = (chunk: Buffer): void => void (said += chunk.toString('utf8'));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      // One that has been started and is told to end still writes for a moment: its end is waited for.
      if (child.pid === undefined) resolve({ ok: false, said: error.message });
    });
    child.on('close', (status) => resolve({ ok: status === 0, said }));
    child.stdin.end(run.input ?? '');
  });
  run.signal?.throwIfAborted();
  return result;
}

/** The surroundings of every program: an environment without `PG…` variables and with messages in English. */
export function spawnOptions(cwd: string, user: ServerUser | null) {
  const path = process.env['PATH'] ?? '/usr/bin:/bin';
  const systemRoot = process.env['SystemRoot'];
  const env = { PATH: path, LC_ALL: 'C', TZ: 'UTC', ...(systemRoot === undefined ? {} : { SystemRoot: systemRoot }) };
  return { cwd, env, ...(user ?? {}) };
}
