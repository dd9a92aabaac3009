import { displaySource } from '../batch/display-source.js';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';

/**
 * Words a failure to open or read a source.
 *
 * @param name - The source as the user typed it.
 * @param error - What the system said; a SluiceError comes back as it is.
 */
export function unreadable(name: string, error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = reasons.get(code);
  const reason =
    known?.reason ?? `can't be read (${printable(error instanceof Error ? error.message : String(error), 200)})`;
  return new SluiceError('SOURCE_UNREADABLE', `${displaySource(name)} ${reason}.`, {
    hint: known?.hint ?? 'Check the disk and the path, then run the same command again.',
    cause: error,
  });
}

/** A folder was named where a file was due. */
export function folderError(path: string): SluiceError {
  return new SluiceError('SOURCE_UNREADABLE', `${printable(path)} is a folder, not a file.`, {
    hint: "Name the file in it that is to be loaded, or several: --include '*.csv' takes all that fit.",
  });
}

const reasons = new Map([
  ['ENOENT', { reason: 'does not exist', hint: 'Check the path; use - to read from standard input.' }],
  ['ENOTDIR', { reason: 'does not exist: a part of its path is no folder', hint: 'Check the path.' }],
  ['EACCES', { reason: 'may not be read by this user', hint: 'Check the permissions of the file and its folders.' }],
  ['EPERM', { reason: 'may not be read by this user', hint: 'Check the permissions of the file and its folders.' }],
  ['EMFILE', { reason: "can't be opened: too many files are open", hint: 'Raise the limit (ulimit -n).' }],
]);
