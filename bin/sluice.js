#!/usr/bin/env node
import { run } from '../dist/bundle/run.js';
import { listenForSignals } from '../dist/bundle/signals.js';

const { signal, stall } = listenForSignals();
// Nothing is left to wait for, and the run has not ended: it is told so, and if it doesn't hear, the process ends without it.
let hasEnded = false;
process.on('beforeExit', () => {
  if (hasEnded) return;
  if (signal.aborted) {
    process.stderr.write(`sluice: ${signal.reason.message} (${signal.reason.code})\n`);
    process.exit(1);
  }
  stall();
  setImmediate(() => {});
});
// The exit code tells how the run ended, and a run may have committed before its last line can't be printed. So a
// reader that goes away (`| head`) or a full disk behind an output is no failure of the run.
process.stderr.on('error', () => {});
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') process.stderr.write(`sluice: standard output can't be written: ${error.code}\n`);
});

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
hasEnded = true;
if (signal.aborted && process.exitCode >= 128) {
  // Opening a named pipe waits for a writer and can't be broken off, not even by process.exit: what still waits then ends
  // with the process.
  setTimeout(() => process.kill(process.pid, process.exitCode === 130 ? 'SIGINT' : 'SIGTERM'), 500).unref();
} else {
  // What the code of a pipeline has left open, such as a connection, must not keep the process. A signal that comes when all
  // is done must not change the exit code any more: it is listened to until the very end.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
  process.exit();
}
