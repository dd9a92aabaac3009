import { SluiceError } from '../errors/sluice-error.js';

/**
 * Turns SIGINT and SIGTERM into an AbortSignal, so that a run can roll back and say so. A second signal ends the
 * process at once, as if nobody had listened to the first.
 *
 * @returns The signal, and a function that stops listening.
 */
export function listenForSignals(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM'] as const;
  const onSignal = (name: NodeJS.Signals): void => {
    stop();
    controller.abort(interruption(name));
    for (const each of names) process.once(each, endAtOnce);
  };
  const stop = (): void =>
    names.forEach((name) => process.removeListener(name, onSignal).removeListener(name, endAtOnce));
  for (const name of names) process.on(name, onSignal);
  return { signal: controller.signal, stop };
}

function endAtOnce(name: NodeJS.Signals): void {
  process.kill(process.pid, name);
}

function interruption(name: NodeJS.Signals): SluiceError {
  return name === 'SIGINT'
    ? new SluiceError('INTERRUPTED', 'Interrupted.')
    : new SluiceError('TERMINATED', 'Told to end (SIGTERM).');
}
