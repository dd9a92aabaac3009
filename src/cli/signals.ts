import { internalError } from '../errors/internal-error.js';
import { SluiceError } from '../errors/sluice-error.js';

/** What a process listens to while it runs a command. */
export interface ProcessSignals {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** Aborts it when nothing is left to wait for although the run has not ended: a promise is never settled. */
  readonly stall: () => void;
  /** Stops listening. */
  readonly stop: () => void;
}

/**
 * Turns SIGINT, SIGTERM, and what the code of a pipeline throws where nobody waits for it, into an AbortSignal, so that a run
 * can roll back and say so. A second signal ends the process at once, as if nobody had listened to the first.
 */
export function listenForSignals(): ProcessSignals {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM'] as const;
  const onSignal = (name: NodeJS.Signals): void => {
    for (const each of names) process.removeListener(each, onSignal);
    controller.abort(interruption(name));
    for (const each of names) process.once(each, endAtOnce);
  };
  const onUncaught = (error: unknown): void => controller.abort(uncaught(error));
  const stop = (): void => {
    names.forEach((name) => process.removeListener(name, onSignal).removeListener(name, endAtOnce));
    process.removeListener('uncaughtException', onUncaught);
  };
  for (const name of names) process.on(name, onSignal);
  // What a promise is rejected with, and nobody handles, comes here too.
  process.on('uncaughtException', onUncaught);
  return { signal: controller.signal, stall: () => controller.abort(stalled()), stop };
}

function endAtOnce(name: NodeJS.Signals): void {
  process.kill(process.pid, name);
}

function interruption(name: NodeJS.Signals): SluiceError {
  return name === 'SIGINT'
    ? new SluiceError('INTERRUPTED', 'Interrupted.')
    : new SluiceError('TERMINATED', 'Told to end (SIGTERM).');
}

function uncaught(error: unknown): SluiceError {
  const [message] = internalError(error)
    .message.replace(/^Unexpected: /, '')
    .split('\n');
  return new SluiceError('CODE_FAILED', `Something failed that nobody waited for: ${message}`, {
    cause: error,
    hint: 'Await each promise in the code of the pipeline. Without such code, please report it; SLUICE_DEBUG=1 tells where it was.',
  });
}

function stalled(): SluiceError {
  return new SluiceError('CODE_FAILED', 'The code of the pipeline waits for a promise that nothing can settle.', {
    hint: 'See that each promise in it is resolved or rejected in the end.',
  });
}
