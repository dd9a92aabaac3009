import { MALFORMED, type Decoder } from './decoder.js';

/** A decoder that makes strings: TextDecoder, or one of iconv-lite. */
export interface StringDecoder {
  /** The text of more bytes; U+FFFD stands for each sequence that can't be decoded. */
  write(bytes: Buffer): string;
  end(): string | undefined;
}

/**
 * Decodes by way of strings, for encodings of several bytes a character. A U+FFFD that the text itself holds, which
 * only GB18030 has a code for, counts as malformed too: it says that a character was lost before.
 */
export class ViaStringDecoder implements Decoder {
  readonly #strings: StringDecoder;

  constructor(strings: StringDecoder) {
    this.#strings = strings;
  }

  decode(bytes: Buffer, target: Buffer): number {
    return writeMarked(this.#strings.write(bytes), target);
  }

  end(target: Buffer): number {
    return writeMarked(this.#strings.end() ?? '', target);
  }
}

function writeMarked(text: string, target: Buffer): number {
  const length = target.write(text);
  return text.includes(REPLACEMENT) ? markReplacements(target, length) : length;
}

const REPLACEMENT = '\ufffd';

/** Closes the gaps that are left when the three bytes of each U+FFFD become one. */
function markReplacements(target: Buffer, length: number): number {
  let end = 0;
  for (let at = 0; at < length; at++) {
    if (target[at] === 0xef && target[at + 1] === 0xbf && target[at + 2] === 0xbd) {
      target[end++] = MALFORMED;
      at += 2;
    } else target[end++] = target[at];
  }
  return end;
}
