import type { z } from 'zod';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';

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
  const flag = `--${String(issue.path[0]).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new SluiceError('USAGE', `${flag}: ${printable(issue.message, 200)}.`, {
    hint: `sluice ${command} --help lists the flags and what they take.`,
  });
}
