import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';

/** Where a file is to be written. */
export interface NewFile {
  /** As typed. */
  readonly name: string;
  readonly cwd: string;
  /** One that is there may be written over. */
  readonly force: boolean;
}

/**
 * Sees, before any work is done, whether a file is there that must not be written over.
 *
 * @throws SluiceError USAGE
 */
export async function assertNew({ name, cwd, force }: NewFile): Promise<void> {
  const isThere = (await stat(resolve(cwd, name)).catch(() => null)) !== null;
  if (isThere && !force) throw alreadyThere(name);
}

/**
 * Writes a file.
 *
 * @throws SluiceError USAGE when there is one that must not be written over; OUTPUT_FAILED.
 */
export async function writeNewFile(text: string, { name, cwd, force }: NewFile): Promise<void> {
  try {
    const file = await open(resolve(cwd, name), force ? 'w' : 'wx');
    await file.writeFile(text).finally(() => file.close());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') throw alreadyThere(name);
    throw new SluiceError(
      'OUTPUT_FAILED',
      `${printable(name, 200)} can't be written (${printable(code || String(error))}).`,
      {
        hint: 'Check the folder and its rights, or name another file with --output.',
        cause: error,
      },
    );
  }
}

function alreadyThere(name: string): SluiceError {
  return new SluiceError('USAGE', `${printable(name, 200)} is there already.`, {
    hint: 'Name another file with --output, or pass --force to write over it.',
  });
}
