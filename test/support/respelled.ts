import { Respeller } from '../../src/schema/spelling/respeller.js';
import type { Spelling } from '../../src/schema/spelling/spelling.js';

/** What a spelling makes of a text, read from the middle of a longer buffer; null: refused. */
export function respelled(spelling: Spelling, text: string): string | null {
  const bytes = Buffer.from(`12${text}34`);
  const respeller = new Respeller(spelling);
  if (!respeller.read(bytes, 2, bytes.length - 2)) return null;
  return respeller.bytes.toString('utf8', respeller.start, respeller.end);
}
