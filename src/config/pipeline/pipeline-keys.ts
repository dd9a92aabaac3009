import type { LoadFlags } from '../load-plan.js';

/** A flag of `load` that has a key in the pipeline file: each but those about what is printed,
 * about the file, and about records: those have sections of their own. */
export type PipelineFlag = Exclude<keyof LoadFlags, 'where' | 'set'>;

/** The flags of each section, in the order in which they are shown. `source` has `paths` too, for the arguments. */
export const sectionFlags = {
  source: [
    'include',
    'format',
    'encoding',
    'badBytes',
    'maxRecordBytes',
    'delimiter',
    'quote',
    'escape',
    'comment',
    'lineEnd',
    'skipLines',
    'header',
    'null',
    'trim',
    'ragged',
    'select',
    'flatten',
    'jsonComments',
    'maxDepth',
    'decimal',
    'thousands',
    'dateOrder',
  ],
  target: [
    'db',
    'table',
    'create',
    'map',
    'ignoreColumns',
    'addColumn',
    'mode',
    'key',
    'reportConflicts',
    'before',
    'after',
    'setRole',
    'searchPath',
    'statementTimeout',
    'lockTimeout',
  ],
  errors: ['maxErrors', 'rejectsDir'],
  run: [
    'jobs',
    'retries',
    'retryTimeout',
    'shutdownTimeout',
    'resumable',
    'once',
    'again',
    'fingerprint',
    'ifRunning',
    'dryRun',
  ],
} as const satisfies Record<string, readonly PipelineFlag[]>;

/** The name of a flag's key within its section: the flag's own, unless the section makes a part of it needless. */
export function keyName(flag: PipelineFlag): string {
  return flag === 'setRole' ? 'role' : flag;
}

/** Every flag by its key: `target.role` is `setRole`. */
export const flagsByKey: ReadonlyMap<string, PipelineFlag> = new Map(
  Object.entries(sectionFlags).flatMap(([section, flags]) =>
    flags.map((flag: PipelineFlag) => [`${section}.${keyName(flag)}`, flag] as const),
  ),
);

/** Every key by its flag: `setRole` is `target.role`. */
export const keysByFlag: ReadonlyMap<string, string> = new Map([...flagsByKey].map(([key, flag]) => [flag, key]));

/** The key of the arguments. */
export const PATHS_KEY = 'source.paths';
