import type { Io } from './io.js';
import { listenForSignals } from './signals.js';

/**
 * The real process as an `Io`. A reader of stdout that goes away (`| head`) ends nothing: what was left to print is
 * dropped.
 *
 * @returns The `Io`, and a function that stops listening for signals.
 */
export function processIo(): { readonly io: Io; stop(): void } {
  const { signal, stop } = listenForSignals();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);
  const { stdout, stderr, env } = process;
  const io = {
    // Opened when it is asked for: a run that reads a file must not touch it.
    get stdin(): NodeJS.ReadableStream {
      return process.stdin;
    },
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    signal,
  };
  return { io, stop };
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
