import { TextRepair, type Repair } from '../transforms/steps/text-repair.js';
import type { RecordReading } from './reading/record-source.js';

/** Mends what the parser brings, before anything is made of it. */
export function textRepair(repair: Repair, { pool, fields, parsed = fields }: RecordReading): TextRepair {
  return new TextRepair(repair, pool.width, parsed);
}
