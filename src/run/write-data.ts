import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';

/**
 * Writes what a command was asked for, where that is all it does: then a full disk behind standard output is its failure.
 * A reader that has gone away (`| head`) has had enough, and is none.
 *
 * @returns When the text is written.
 * @throws SluiceError OUTPUT_FAILED
 */
export function writeData(stdout: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => {
      if (error && !hasGone(error)) reject(failed(error));
      else resolve();
    });
  });
}

function hasGone(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}

function failed(cause: Error): SluiceError {
  return new SluiceError('OUTPUT_FAILED', `Standard output can't be written: ${printable(cause.message, 200)}.`, {
    hint: 'What has come out is not whole. Free some space, or write elsewhere.',
    cause,
  });
}
