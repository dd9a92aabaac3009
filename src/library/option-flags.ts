import type { RunOptions } from './run-options.js';

/**
 * The flags that options stand for, as the command line would have them: numbers are texts, and one value of a list is a
 * list. What is undefined is not given.
 *
 * @param options - Those of a run: whatever is no flag is left out, if a run takes it.
 * @param lists - The names of the flags that take a list.
 */
export function optionFlags(options: object, lists: ReadonlySet<string>): Record<string, unknown> {
  const flags: [string, unknown][] = [];
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined || runOptions.has(name)) continue;
    if (name === 'rejectsDir' && value === null) continue;
    flags.push([name, lists.has(name) ? [value].flat() : typeof value === 'number' ? String(value) : value]);
  }
  return Object.fromEntries(flags);
}

const runOptions: ReadonlySet<string> = new Set([
  'inputs',
  'pipeline',
  'cwd',
  'env',
  'stdin',
  'signal',
  'on',
] satisfies (keyof RunOptions)[]);
