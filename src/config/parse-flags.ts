import { z } from 'zod';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { nearestName } from '../schema/nearest.js';

/**
 * Reads the flags of a command.
 *
 * @param command - Its name, for the hint.
 * @param schema - What it takes.
 * @param flags - The flags under their camel-case names, as commander hands them over.
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function parseFlags<Schema extends z.ZodType>(
  command: string,
  schema: Schema,
  flags: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue.code === 'unrecognized_keys')
    throw unknownFlag(command, issue.keys[0], schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);
  const flag = flagName(String(issue.path[0]));
  throw new SluiceError('USAGE', `${flag}: ${printable(issue.message, 200)}.`, {
    hint: `sluice ${command} --help lists the flags and what they take.`,
  });
}

/** Commander lets none pass: only code can give such a one. */
function unknownFlag(command: string, name: string, known: readonly string[]): SluiceError {
  const nearest = nearestName(name, known);
  const guess = nearest === null ? '' : ` Did you mean ${flagName(nearest)}?`;
  return new SluiceError('USAGE', `${command} has no ${flagName(printable(name))}.`, {
    hint: `sluice ${command} --help lists what there is.${guess}`,
  });
}

function flagName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
