import { expect } from 'vitest';
import { SluiceError, type RunFailedError } from '../../src/index.js';

/** What a run of the library rejects with; one that resolves fails the test. */
export async function failureOf(run: Promise<unknown>): Promise<RunFailedError> {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SluiceError);
  return error as RunFailedError;
}
