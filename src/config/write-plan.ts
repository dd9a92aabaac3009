import { z } from 'zod';
import { SluiceError } from '../errors/sluice-error.js';
import { durationFlag, identifierFlag, identifiersFlag, sqlFlag } from './write-flags.js';

/** What becomes of the rows that are in the table before a load, and of those with the same key. */
export const loadModes = ['append', 'replace', 'upsert', 'ignore'] as const;

/** One of {@link loadModes}. */
export type LoadMode = (typeof loadModes)[number];

/** How rows are written into the target. */
export interface WritePlan {
  readonly mode: LoadMode;
  /** `--key`: each the name of a column, or several with commas between them; null: not given. */
  readonly key: readonly string[] | null;
  /** `--report-conflicts`: the file, as typed; null: none is wanted. */
  readonly conflictsFile: string | null;
  /** SQL for the transaction, before the first row and after the last. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly settings: WriteSettings;
}

/** Settings of the transaction; null leaves one as the session has it. */
export interface WriteSettings {
  readonly role: string | null;
  /** Names of schemas. */
  readonly searchPath: readonly string[] | null;
  /** As Postgres spells durations: milliseconds, or with a unit. */
  readonly statementTimeout: string | null;
  readonly lockTimeout: string | null;
  /** Each statement sees what others have committed until then, whatever the session's isolation is. */
  readonly readCommitted: boolean;
}

/** The flags about writing, as commander hands them over. */
export const writeFlags = {
  mode: z.enum(loadModes, 'takes append, replace, upsert or ignore').default('append'),
  key: z.array(z.string().min(1, 'takes names of columns')).optional(),
  reportConflicts: z.string().min(1, 'takes the name of a file').optional(),
  before: z.array(sqlFlag).default([]),
  after: z.array(sqlFlag).default([]),
  setRole: identifierFlag.optional(),
  searchPath: identifiersFlag.optional(),
  statementTimeout: durationFlag.optional(),
  lockTimeout: durationFlag.optional(),
};

/**
 * The plan that {@link writeFlags} resolve to.
 *
 * @throws SluiceError USAGE when `--mode`, `--key` and `--report-conflicts` don't go together.
 */
export function writePlan(data: z.output<z.ZodObject<typeof writeFlags>> & { readonly once: boolean }): WritePlan {
  const plan = {
    mode: data.mode,
    key: data.key ?? null,
    conflictsFile: data.reportConflicts ?? null,
    before: data.before,
    after: data.after,
    settings: {
      role: data.setRole ?? null,
      searchPath: data.searchPath ?? null,
      statementTimeout: data.statementTimeout ?? null,
      lockTimeout: data.lockTimeout ?? null,
      // Else what a run has loaded that this one has waited for would not be seen.
      readCommitted: data.once,
    },
  };
  assertModeSound(plan);
  return plan;
}

function assertModeSound({ mode, key, conflictsFile }: WritePlan): void {
  const looksAtKeys = mode === 'upsert' || mode === 'ignore';
  if (mode === 'upsert' && key === null) {
    throw new SluiceError('USAGE', '--mode upsert needs to know which columns tell rows apart.', {
      hint: 'Name them with --key, such as --key id or --key region,number.',
    });
  }
  if (key !== null && !looksAtKeys) throw idle('--key', mode);
  if (conflictsFile !== null && !looksAtKeys) throw idle('--report-conflicts', mode);
}

function idle(flag: string, mode: LoadMode): SluiceError {
  return new SluiceError('USAGE', `${flag} means nothing with --mode ${mode}, which doesn't look at keys.`, {
    hint: 'Use --mode upsert to update the rows that are there, or --mode ignore to keep them.',
  });
}
