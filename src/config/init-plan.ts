import { z } from 'zod';
import { SluiceError } from '../errors/sluice-error.js';
import { printable } from '../errors/printable.js';
import { resolveInspectPlan, type InspectFlags, type InspectPlan } from './inspect-plan.js';
import { parseFlags } from './parse-flags.js';

/** The resolved description of what a new pipeline file is made from. */
export interface InitPlan {
  readonly inspect: InspectPlan;
  /** The flags about reading and others, under their camel-case names, as they were given. */
  readonly reading: InspectFlags;
  /** `--db`; null leaves it to the environment. */
  readonly db: string | null;
  /** The file to write, as typed; null: standard output. */
  readonly output: string | null;
  /** A file that is there may be written over. */
  readonly force: boolean;
}

/** The raw flags of `init`: every one may be missing. */
export interface InitFlags extends InspectFlags {
  readonly db?: string;
  readonly output?: string;
  readonly force?: boolean;
}

const ownFlags = z.strictObject({
  db: z.string().min(1).optional(),
  output: z.string().min(1).optional(),
  force: z.boolean().default(false),
});

/**
 * Resolves the command line of `init` into a plan.
 *
 * @param input - The positional argument.
 * @param flags - The flags under their camel-case names.
 * @throws SluiceError USAGE naming the flag whose value is wrong, and what it takes.
 */
export function resolveInitPlan(input: string, flags: InitFlags): InitPlan {
  const { db, output, force, ...others } = flags;
  const own = parseFlags('init', ownFlags, { db, output, force });
  if (own.output !== undefined && !/\.ya?ml$/i.test(own.output)) throw otherName(own.output);
  return Object.freeze({
    inspect: resolveInspectPlan([input], others),
    reading: flags,
    db: own.db ?? null,
    output: own.output ?? null,
    force: own.force,
  });
}

function otherName(output: string): SluiceError {
  return new SluiceError(
    'USAGE',
    `--output takes a name that ends in .yaml or .yml; "${printable(output)}" does not.`,
    {
      hint: 'The file is YAML: name it so, such as orders.sluice.yaml.',
    },
  );
}
