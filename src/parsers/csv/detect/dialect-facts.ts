import { printable } from '../../../errors/printable.js';
import { shellQuoted } from '../../../errors/shell-quoted.js';
import { DEFAULT_DIALECT } from '../dialect.js';
import type { HeaderFinding } from './detect-header.js';
import type { DetectedPart, GivenDialect } from './given-dialect.js';

/** One part of a dialect, as a flag says it. */
export interface DialectFact {
  /** The flag's name without its hyphens: `delimiter`. */
  readonly name: string;
  readonly value: string;
  /** A flag said so; else it was detected. */
  readonly given: boolean;
}

/** What is known of a dialect. */
export interface KnownDialect {
  readonly dialect: DetectedPart;
  readonly given: GivenDialect;
  readonly header: HeaderFinding;
}

/** Tells each part of a dialect, and what of it was found out and is not what a plain CSV file has. */
export function describeDialect({ dialect, given, header }: KnownDialect): {
  facts: readonly DialectFact[];
  findings: readonly string[];
} {
  const facts = flags.map(([name, part]) => ({
    name,
    value: printable(spellValue(name, dialect[part], dialect)),
    given: given[part] !== null,
  }));
  const usualDialect = { ...DEFAULT_DIALECT, escape: dialect.quote };
  const found = flags.filter(([, part]) => given[part] === null && dialect[part] !== usualDialect[part]);
  return { facts, findings: found.map(([, part]) => descriptions[part](dialect, header)) };
}

/** All flags that settle a dialect. */
export function pinsOf(dialect: DetectedPart): string[] {
  const usedFlags = flags.filter(([name]) => name !== 'line-end' || dialect.lineEnd === 'cr');
  return usedFlags.map(([name, part]) => `--${name} ${shellQuoted(spellValue(name, dialect[part], dialect))}`);
}

/** A flag with its value, ready for a shell. */
export function spellFlag(name: string, value: string | number): string {
  return `--${name} ${shellQuoted(spellValue(name, value, null))}`;
}

const flags = [
  ['delimiter', 'delimiter'],
  ['quote', 'quote'],
  ['escape', 'escape'],
  ['comment', 'comment'],
  ['line-end', 'lineEnd'],
  ['skip-lines', 'skipLines'],
  ['header', 'headerLines'],
] as const;

const names = new Map([
  ['', 'none'],
  ['\t', 'tab'],
  [' ', 'space'],
]);

/** A value as its flag takes it. */
function spellValue(flag: string, value: string | number, dialect: DetectedPart | null): string {
  if (flag === 'header' && value === 0) return 'none';
  if (flag === 'escape') return value === dialect?.quote ? 'quote' : value === '\\' ? 'backslash' : String(value);
  return names.get(String(value)) ?? String(value);
}

/** What to say of each part when it is not the usual one. */
const descriptions: {
  readonly [Part in keyof DetectedPart]: (dialect: DetectedPart, header: HeaderFinding) => string;
} = {
  delimiter: ({ delimiter }) => (delimiter === '' ? 'one column' : `delimiter ${shown(delimiter)}`),
  quote: ({ quote }) => (quote === '' ? 'no quotes' : `quote ${shown(quote)}`),
  escape: () => 'a backslash before quotes',
  comment: ({ comment }) => `comments after ${shown(comment)}`,
  lineEnd: () => 'lines that end in CR',
  skipLines: ({ skipLines }) => `${skipLines} ${skipLines === 1 ? 'line' : 'lines'} before the table`,
  headerLines: (_, { column }) => `no header (field ${(column ?? 0) + 1} of the first line is like those below it)`,
};

function shown(mark: string): string {
  return names.get(mark) ?? `"${printable(mark)}"`;
}
