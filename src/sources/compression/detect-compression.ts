import { compressions, type Compression } from './compressions.js';

/**
 * How a source is compressed, by its first bytes; by its name only where there are no such bytes (brotli).
 *
 * @param head - The first bytes of the source: 16, if it has as many.
 * @returns Null when it isn't compressed.
 */
export function detectCompression(head: Buffer, name: string): Compression | null {
  return compressions.find(({ magic, extension }) => hasMagic(head, magic) ?? hasExtension(name, extension)) ?? null;
}

function hasMagic(head: Buffer, magic: string | null): boolean | null {
  if (magic === null) return null;
  if (head.toString('latin1', 0, magic.length) !== magic) return false;
  // A text may begin with the letters BZh, but not with the numbers that follow them.
  return magic !== 'BZh' || bzip2Start.test(head.toString('latin1', 3, 10));
}

/** The level, and then a block or the end of the stream; fewer bytes are a file that is cut off. */
const bzip2Start = /^[1-9](?:1AY&SY|\x17rE8P\x90)/;

function hasExtension(name: string, extension: string): boolean {
  return new RegExp(`\\${extension}(?:[?#].*)?$`, 'i').test(name);
}
