import { isUtf8 } from 'node:buffer';
import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { LF } from './dialect.js';

/**
 * Makes sure that the first line is text: what is wrong with single records later on is a matter for rejects.
 *
 * @param atEnd - Nothing follows the bytes.
 * @throws SluiceError SOURCE_UNREADABLE when it is not.
 */
export function assertText(bytes: Buffer, atEnd: boolean, source: string): void {
  const name = displaySource(source);
  const lineFeed = bytes.indexOf(LF);
  const line = lineFeed === -1 ? bytes : bytes.subarray(0, lineFeed);
  if (line.includes(0)) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is not CSV: its first line holds a NUL byte.`, {
      hint: 'This looks like a binary file: export it as CSV. If it is a text in UTF-16, pass --encoding utf-16le or utf-16be.',
    });
  }
  if ((lineFeed !== -1 || atEnd) && !isUtf8(line)) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is not UTF-8: its first line holds other bytes.`, {
      hint: 'Name its encoding with --encoding, such as windows-1252.',
    });
  }
}
