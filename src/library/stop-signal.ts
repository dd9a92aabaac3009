import { SluiceError } from '../errors/sluice-error.js';

/** What a run is stopped by. */
export interface StopSignal {
  /** Aborted with the error that the run then ends with. */
  readonly signal: AbortSignal;
  /** Aborts it from this side. */
  readonly abort: (cause: unknown) => void;
  /** Stops listening to the caller's. */
  readonly release: () => void;
}

/**
 * A signal for one run that follows that of the caller, whatever reason this has.
 *
 * @param given - The caller's; undefined: there is none.
 */
export function stopSignal(given: AbortSignal | undefined): StopSignal {
  const controller = new AbortController();
  const abort = (cause: unknown): void => {
    controller.abort(
      cause instanceof SluiceError ? cause : new SluiceError('INTERRUPTED', 'The run was aborted.', { cause }),
    );
  };
  const follow = (): void => abort(given?.reason);
  if (given?.aborted === true) follow();
  else given?.addEventListener('abort', follow, { once: true });
  return { signal: controller.signal, abort, release: () => given?.removeEventListener('abort', follow) };
}
