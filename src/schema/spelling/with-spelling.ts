import { type Codec, Verdict } from '../codecs/codec.js';
import { Respeller } from './respeller.js';
import type { Spelling } from './spelling.js';

/**
 * The codec of a column whose values the file spells in its own way: it reads what PostgreSQL would spell, and what
 * has another spelling is invalid. A column without a spelling keeps its codec, so that it pays nothing.
 */
export function withSpelling(codec: Codec, spelling: Spelling): Codec {
  const respeller = new Respeller(spelling);
  return (bytes, start, end, output) =>
    respeller.read(bytes, start, end)
      ? codec(respeller.bytes, respeller.start, respeller.end, output)
      : Verdict.invalid;
}
