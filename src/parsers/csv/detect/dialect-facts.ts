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
  const usualEscape = dialect.quote;
  const found = flags.filter(([, part]) => {
    const usual = part === 'escape' ? usualEscape : DEFAULT_DIALECT[part];
    return given[part] === null && dialect[part] !== usual;
  });
  return { facts, findings: found.map(([, part]) => describe(part, dialect, header)) };
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

function describe(part: keyof DetectedPart, dialect: DetectedPart, header: HeaderFinding): string {
  const { delimiter, quote, comment, skipLines } = dialect;
  const shown = (text: string): string => names.get(text) ?? `"${printable(text)}"`;
  switch (part) {
    case 'delimiter':
      return delimiter === '' ? 'one column' : `delimiter ${shown(delimiter)}`;
    case 'quote':
      return quote === '' ? 'no quotes' : `quote ${shown(quote)}`;
    case 'escape':
      return 'backslash before quotes';
    case 'comment':
      return `comments after ${shown(comment)}`;
    case 'lineEnd':
      return 'lines end in CR';
    case 'skipLines':
      return `${skipLines} ${skipLines === 1 ? 'line' : 'lines'} before the header`;
    case 'headerLines':
      return `no header (field ${(header.column ?? 0) + 1} of the first line looks like those below it)`;
  }
}
