import type { CopyLanes } from '../../sinks/copy/copy-lanes.js';
import type { Run } from '../run.js';
import type { Landing } from './landing.js';

/**
 * Ends the COPY and has the rows moved on into the target; keeps in the account what became of them.
 *
 * @throws As `CopyLanes.finish` and `Landing.settle`.
 */
export async function landRows({ account }: Run, lanes: CopyLanes, landing: Landing): Promise<void> {
  await lanes.finish();
  if (lanes.isAbandoned) return;
  const landed = await landing.settle(lanes.loaded);
  if (landed === null) return;
  account.acknowledged = landed.loaded;
  account.skippedBySource = landed.skipped;
}
