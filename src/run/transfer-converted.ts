import type { ConvertPlan } from '../config/convert-plan.js';
import { ConvertTransfer, type ConvertTransferOptions } from './convert-transfer.js';
import type { Conversion } from './converted-columns.js';
import { passMemory } from './pass-memory.js';
import type { Run } from './run.js';
import { runTransfers } from './transfers.js';

/**
 * Brings the records of a conversion to where they are written.
 *
 * @throws What the sources and the output throw.
 */
export async function transferConverted(
  run: Run<ConvertPlan>,
  { inputs, columns, declared, layoutOf }: Conversion,
  target: Pick<ConvertTransferOptions, 'writer' | 'rejects' | 'output'>,
): Promise<void> {
  const shared = { ...target, columns, declared, badBytes: run.plan.reading.badBytes };
  const memory = passMemory(run);
  const transfers = inputs.map(
    (input, index) =>
      new ConvertTransfer({ ...shared, input, layout: { ...layoutOf(input), memory }, continues: index > 0 }),
  );
  // One after the other: they share one output.
  await runTransfers(run, transfers, { rejects: target.rejects, jobs: 1 });
}
