import type { ReadingPlan } from '../../config/reading-plan.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { isPlainNumber } from '../../schema/spelling/number-spelling.js';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';

/**
 * Makes sure that no flag says how all numbers are spelled where code makes some: its own numbers would be read by it too,
 * and 1.234 be taken for 1234.
 *
 * @throws SluiceError USAGE
 */
export function assertPlainForCode({ spelling }: Pick<ReadingPlan, 'spelling'>, { code }: TransformPlan): void {
  if (code === null || isPlainNumber(spelling)) return;
  throw new SluiceError(
    'USAGE',
    '--decimal and --thousands are about all numbers, and code makes numbers of its own.',
    {
      hint: 'Say it of the columns that it holds for: columns: { amount: { decimal: "," } }.',
    },
  );
}
