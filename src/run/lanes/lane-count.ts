import type { LoadPlan } from '../../config/load-plan.js';
import { laneSuitability } from '../../postgres/lane-limit.js';
import type { Prepared } from '../prepare.js';

/** Lanes of an append into a table that is there and suits them, unless the user asks for another number. */
const DEFAULT_LANES = 2;

/** However many inputs are read at a time: more connections than this would only be in each other's way. */
const MAX_LANES = 16;

/**
 * How many lanes a load has. What one transaction must see whole has one.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function laneCount(
  { reading, write, ledger }: LoadPlan,
  { client, table, tableCreated }: Prepared,
): Promise<number> {
  const isPlain = write.mode === 'append' && write.before.length + write.after.length === 0 && ledger.use !== 'once';
  if (!isPlain || tableCreated || reading.jobs === 1) return 1;
  const suitability = await laneSuitability(client, table);
  if (suitability === 'unsuited') return 1;
  return Math.min(reading.jobs ?? (suitability === 'suited' ? DEFAULT_LANES : 1), MAX_LANES);
}
