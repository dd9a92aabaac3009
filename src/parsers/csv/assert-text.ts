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
  const found = containers.find(({ magic }) => bytes.toString('hex', 0, magic.length / 2) === magic);
  if (found !== undefined) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is ${found.name}, not CSV.`, { hint: found.hint });
  }
  const lineFeed = bytes.indexOf(LF);
  const line = lineFeed === -1 ? bytes : bytes.subarray(0, lineFeed);
  if (line.includes(0)) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is not CSV: its first line holds a NUL byte.`, {
      hint: 'This looks like a binary file. Export it as CSV in UTF-8.',
    });
  }
  if ((lineFeed !== -1 || atEnd) && !isUtf8(line)) {
    throw new SluiceError('SOURCE_UNREADABLE', `${name} is not UTF-8: its first line holds other bytes.`, {
      hint: 'Convert it first: iconv -f WINDOWS-1252 -t UTF-8 FILE | sluice load - --table NAME',
    });
  }
}

/** Containers that are often taken for text, by their first bytes. */
const containers: readonly { readonly name: string; readonly magic: string; readonly hint: string }[] = [
  { name: 'gzip data', magic: '1f8b', hint: 'Decompress it first: gzip -dc FILE | sluice load - --table NAME' },
  { name: 'zstd data', magic: '28b52ffd', hint: 'Decompress it first: zstd -dc FILE | sluice load - --table NAME' },
  { name: 'a zip archive', magic: '504b0304', hint: 'Unpack it first: unzip -p FILE | sluice load - --table NAME' },
  {
    name: 'UTF-16 text',
    magic: 'fffe',
    hint: 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE | sluice load - --table NAME',
  },
  {
    name: 'UTF-16 text',
    magic: 'feff',
    hint: 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE | sluice load - --table NAME',
  },
];
