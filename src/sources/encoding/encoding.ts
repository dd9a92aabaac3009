import iconv from 'iconv-lite';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { NO_CHARACTER, SingleByteDecoder } from './single-byte-decoder.js';
import { UTF16BE, UTF16LE, UTF32BE, UTF32LE, UTF8, type Encoding } from './unicode-encodings.js';
import { ViaStringDecoder, type StringDecoder } from './via-string-decoder.js';

/**
 * The encoding of a name: any label of the WHATWG Encoding Standard, or a name that iconv-lite knows. As in the
 * standard, `latin1` and `ascii` mean windows-1252; but the five bytes that have no character there are malformed.
 *
 * @throws SluiceError USAGE when there is none of that name.
 */
export function encodingOf(name: string): Encoding {
  const label = standardName(name.trim().toLowerCase());
  const unicode = unicodeEncodings.get(label.replaceAll(/[-_]/g, ''));
  if (unicode !== undefined) return unicode;
  const strings = stringDecoderOf(label);
  if (strings === null) {
    throw new SluiceError('USAGE', `--encoding ${printable(name)} is not an encoding that is known here.`, {
      hint: 'Common ones are utf-8, utf-16le, windows-1252, windows-1250, shift_jis, gb18030, euc-kr, big5, koi8-r, cp437.',
    });
  }
  const table = characterTable(label);
  if (table !== null) return { name: label, createDecoder: () => new SingleByteDecoder(table) };
  return { name: label, createDecoder: () => new ViaStringDecoder(strings()) };
}

const unicodeEncodings = new Map([
  ['utf8', UTF8],
  ['utf16', UTF16LE],
  ['utf16le', UTF16LE],
  ['ucs2', UTF16LE],
  ['utf16be', UTF16BE],
  ['utf32', UTF32LE],
  ['utf32le', UTF32LE],
  ['utf32be', UTF32BE],
]);

function standardName(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return label;
  }
}

/** Names of iconv-lite that are no encodings of text; and UTF-7, which it does not decode right in pieces. */
const unfit = /^(?:base64|hex|binary|internal|utf-?7)/;

/** Prefers TextDecoder, which is up to three times as fast for East Asian text. */
function stringDecoderOf(name: string): (() => StringDecoder) | null {
  try {
    new TextDecoder(name);
    return () => standardDecoder(name);
  } catch {
    if (unfit.test(name) || !iconv.encodingExists(name)) return null;
    return () => iconv.getDecoder(name, { stripBOM: false });
  }
}

/** Less at once may decode to more than the room that Node 20 makes for it, and then it throws. */
const MIN_BYTES = 16;

function standardDecoder(name: string): StringDecoder {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  let held = Buffer.alloc(0);
  return {
    write(bytes) {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      if (all.length < MIN_BYTES) held = Buffer.from(all);
      else held = Buffer.alloc(0);
      return held.length === 0 ? decoder.decode(all, { stream: true }) : '';
    },
    end: () => decoder.decode(held),
  };
}

/**
 * The character of each byte, if each byte is one whatever follows it. From iconv-lite, since TextDecoder of some
 * versions of Node reads windows-1252 as ISO-8859-1.
 */
function characterTable(name: string): Uint16Array | null {
  if (!iconv.encodingExists(name)) return null;
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const character = characterBefore(name, byte, 0x41);
    if (character === null || character !== characterBefore(name, byte, 0xa1)) return null;
    table[byte] = character === '\ufffd' ? NO_CHARACTER : character.charCodeAt(0);
  }
  return table;
}

/** The one character that a byte is decoded to when `next` follows it, which is a character of its own then. */
function characterBefore(name: string, byte: number, next: number): string | null {
  const text = iconv.decode(Buffer.of(byte, next), name, { stripBOM: false });
  return text.length === 2 && text[1] === iconv.decode(Buffer.of(next), name) ? text[0] : null;
}
