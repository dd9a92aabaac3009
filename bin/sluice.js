#!/usr/bin/env node
import { run } from '../dist/cli/run.js';
import { listenForSignals } from '../dist/cli/signals.js';

const { signal, stop } = listenForSignals();
for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);

process.exitCode = await run(process.argv.slice(2), {
  // Opened when it is asked for: a run that reads a file must not touch it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal,
});
stop();

/** A reader that goes away (`| head`) is no failure: what was left to print is dropped. */
function ignoreBrokenPipe(error) {
  if (error.code !== 'EPIPE') throw error;
}
