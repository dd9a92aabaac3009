import type { InitPlan } from '../../config/init-plan.js';
import type { FlagValue } from '../../config/pipeline/pipeline-flags.js';
import { sectionFlags } from '../../config/pipeline/pipeline-keys.js';
import type { InspectReport } from '../../report/inspect/inspect-report.js';

/** The keys of `source`: the flags that were given, and what was found out about how the input is written. */
export function draftSource(
  { format, dialect }: InspectReport,
  { reading }: InitPlan,
): (readonly [string, FlagValue])[] {
  const found = new Map<string, FlagValue>([['format', format]]);
  for (const { name, value } of dialect) {
    const key = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    // What can't be printed is shown escaped, which is not how a flag takes it.
    const isUsual = key === 'lineEnd' && value === 'lf';
    if (!/\\[xu]/.test(value) && !isUsual) found.set(key, value);
  }
  const given = reading as Readonly<Record<string, FlagValue | undefined>>;
  return sectionFlags.source.flatMap((key): (readonly [string, FlagValue])[] => {
    const value = found.get(key) ?? given[key];
    return value === undefined ? [] : [[key, value]];
  });
}
