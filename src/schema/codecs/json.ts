import { appendBytes, copyBytes, writeInt32 } from './append.js';
import { type Codec, type CodecFactory, Verdict } from './codec.js';
import { documentScanner } from './json-document.js';
import { jsonNumberEnd, jsonStringEnd } from './json-scalars.js';
import { jsonbNumberEnd, jsonbStringEnd } from './jsonb-scalars.js';

/** Makes the codec of json: a document as RFC 8259 has it, stored as it is written. */
export const jsonCodec: CodecFactory = (): Codec => {
  const scan = documentScanner({ stringEnd: jsonStringEnd, numberEnd: jsonNumberEnd });
  return (bytes, start, end, output) => {
    const verdict = scan(bytes, start, end);
    return verdict === Verdict.accepted ? appendBytes(bytes, start, end, output) : verdict;
  };
};

/**
 * Makes the codec of jsonb: a version byte and the document's text, which Postgres parses. Unlike json, it must be
 * able to store every string as text and every number as numeric.
 */
export const jsonbCodec: CodecFactory = (): Codec => {
  const scan = documentScanner({ stringEnd: jsonbStringEnd, numberEnd: jsonbNumberEnd });
  return (bytes, start, end, output) => {
    if (end - start > JSONB_MAX_BYTES) return Verdict.undecided;
    const verdict = scan(bytes, start, end);
    if (verdict !== Verdict.accepted) return verdict;
    const to = writeInt32(output.bytes, output.offset, end - start + 1);
    output.bytes[to] = VERSION;
    output.offset = to + 1;
    copyBytes(bytes, start, end, output);
    return Verdict.accepted;
  };
};

/** Up to here nothing passes the limits of jsonb: 2^28 bytes, and some 2^25 elements, of which one may take 16 bytes. */
const JSONB_MAX_BYTES = 2 ** 24;

const VERSION = 1;
