/** The real command as a child process, for what only a process shows: signals, pipes, memory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** How a test starts the command. */
export interface ChildOptions {
  readonly cwd: string;
  /** Besides PATH. */
  readonly env?: NodeJS.ProcessEnv;
  /** Blocks of 512 bytes after which no file can be made longer: writing then fails as it does on a full disk. */
  readonly fileBlocks?: number;
}

/** How the process ended: the exit code is that of a shell, 128 and the signal's number after a signal. */
export interface ChildResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The running command. */
export interface Child {
  readonly process: ChildProcess & { stdin: NodeJS.WritableStream; stdout: NodeJS.ReadableStream };
  /** Resolves when it has ended and its output has been read. */
  readonly ended: Promise<ChildResult>;
}

/** Starts `bin/sluice.js` with pipes for its three streams. It is killed when the test ends before it does. */
export function startSluice(args: readonly string[], { cwd, env = {}, fileBlocks }: ChildOptions): Child {
  const command = [process.execPath, resolve('bin/sluice.js'), ...args];
  const limited = ['sh', '-c', `ulimit -f ${fileBlocks ?? 0}; exec "$@"`, 'sh', ...command];
  const [program, ...rest] = fileBlocks === undefined ? command : limited;
  const child = spawn(program, rest, {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'pipe',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined);
  const exit = new Promise<number>((settle) => {
    child.on('close', (code, signal) => settle(code ?? 128 + (signal === null ? 0 : (signalNumbers[signal] ?? 0))));
  });
  const ended = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(([exitCode, stdout, stderr]) => {
    return { exitCode, stdout, stderr };
  });
  return { process: child, ended };
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };
