import type { LoadPlan } from '../../config/load-plan.js';
import type { Prepared } from '../prepare.js';
import type { Run } from '../run.js';
import type { RunRejects } from '../run-rejects.js';
import { openConflictsFile } from './conflicts-file.js';
import type { Landing } from './landing.js';
import { openLanding } from './open-landing.js';

/**
 * Opens the landing of a run, and the file of `--report-conflicts` with it.
 *
 * @throws SluiceError USAGE, OUTPUT_FAILED; the driver's error when Postgres refuses to make it ready.
 */
export async function openRunLanding(
  { plan: { write }, context, account, releasers }: Run<LoadPlan>,
  { client, table, columns, inputs }: Prepared,
  rejects: RunRejects,
): Promise<Landing> {
  const path = write.conflictsFile;
  const onKept = (): void => void (account.conflictsFile = path);
  const file = { io: context.io, releasers, inputs, onKept };
  const conflicts = path === null ? null : await openConflictsFile({ path, ...file });
  return openLanding({ write, client, table, columns, inputs, rejects, conflicts });
}
