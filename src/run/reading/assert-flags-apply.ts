import { displaySource } from '../../batch/display-source.js';
import { formatTitles, type FormatFlag } from '../../config/format-flags.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { RecordSource } from './record-source.js';

/**
 * Makes sure that each flag about a format has an input that it says something of: a flag that is passed over in silence
 * would leave its user with a wrong idea of what was read.
 *
 * @param flags - Those that were given.
 * @param inputs - At least one; what formats they have is known.
 * @throws SluiceError USAGE naming a flag that no input has a use for, and what the inputs are.
 */
export function assertFlagsApply(flags: readonly FormatFlag[], inputs: readonly RecordSource[]): void {
  const idle = flags.find(({ formats }) => inputs.every(({ format }) => !formats.includes(format)));
  if (idle !== undefined) throw pointless(idle, inputs);
}

function pointless({ flag, formats }: FormatFlag, [first, ...others]: readonly RecordSource[]): SluiceError {
  const found = `${displaySource(first.source.ref.name)} is ${formatTitles[first.format]}`;
  const wanted = formats.map((format) => formatTitles[format]).join(' or ');
  const rest = others.length === 0 ? '' : `, and none of the other inputs is ${wanted}`;
  const choices = formats.map((format) => `--format ${format}`).join(' or ');
  return new SluiceError('USAGE', `${found}${rest}: ${flag} has no meaning there.`, {
    hint: `Leave ${flag} out; or if this is ${wanted} after all, say so with ${choices}.`,
  });
}
