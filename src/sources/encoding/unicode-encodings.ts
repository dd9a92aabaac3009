import type { Decoder } from './decoder.js';
import { Utf16Decoder } from './utf16-decoder.js';
import { Utf32Decoder } from './utf32-decoder.js';

/** A way in which text is written as bytes. */
export interface Encoding {
  /** As messages and `--encoding` name it: `windows-1252`. */
  readonly name: string;
  /** A decoder for one text; null for UTF-8, which needs none. */
  readonly createDecoder: (() => Decoder) | null;
}

/** What a text is in unless something says otherwise. */
export const UTF8: Encoding = { name: 'utf-8', createDecoder: null };

/** UTF-16 and UTF-32, of either byte order. Without one in the name it is little-endian, as Windows writes it. */
export const UTF16LE: Encoding = { name: 'utf-16le', createDecoder: () => new Utf16Decoder(false) };
/** See `UTF16LE`. */
export const UTF16BE: Encoding = { name: 'utf-16be', createDecoder: () => new Utf16Decoder(true) };
/** See `UTF16LE`. */
export const UTF32LE: Encoding = { name: 'utf-32le', createDecoder: () => new Utf32Decoder(false) };
/** See `UTF16LE`. */
export const UTF32BE: Encoding = { name: 'utf-32be', createDecoder: () => new Utf32Decoder(true) };
