import { SluiceError } from '../errors/sluice-error.js';

/** The formats that are read. */
export type FormatName = 'csv' | 'ndjson' | 'json';

/** A flag that was given, and the formats that it says something of. */
export interface FormatFlag {
  /** As it is typed: `--delimiter`. */
  readonly flag: string;
  readonly formats: readonly FormatName[];
}

/** What people call the formats. */
export const formatTitles: Readonly<Record<FormatName, string>> = { csv: 'CSV', ndjson: 'NDJSON', json: 'JSON' };

const csv = ['csv'] as const;
const anyJson = ['ndjson', 'json'] as const;

/** By the names of the plan's flags. Those that are not here concern all formats. */
const flags: Readonly<Record<string, FormatFlag>> = {
  delimiter: { flag: '--delimiter', formats: csv },
  quote: { flag: '--quote', formats: csv },
  escape: { flag: '--escape', formats: csv },
  comment: { flag: '--comment', formats: csv },
  lineEnd: { flag: '--line-end', formats: csv },
  skipLines: { flag: '--skip-lines', formats: csv },
  header: { flag: '--header', formats: csv },
  null: { flag: '--null', formats: csv },
  trim: { flag: '--trim', formats: csv },
  ragged: { flag: '--ragged', formats: csv },
  select: { flag: '--select', formats: ['json'] },
  jsonComments: { flag: '--json-comments', formats: ['json'] },
  flatten: { flag: '--flatten', formats: anyJson },
  maxDepth: { flag: '--max-depth', formats: anyJson },
};

/**
 * The flags among those given that have a meaning for some formats only.
 *
 * @param given - Flags under their camel-case names; false and an empty list are as good as not given.
 * @param format - `--format`; null: not given.
 * @throws SluiceError USAGE when `--format` is one for which a flag has no meaning.
 */
export function formatFlags(given: object, format: FormatName | null): FormatFlag[] {
  const found = Object.entries(given).flatMap(([name, value]) =>
    name in flags && isGiven(name, value) ? [flags[name]] : [],
  );
  for (const { flag, formats } of found) {
    if (format !== null && !formats.includes(format)) throw pointless(flag, formats, format);
  }
  return found;
}

/** `--no-header` is a false that was given. */
function isGiven(name: string, value: unknown): boolean {
  if (name === 'header') return value !== undefined;
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function pointless(flag: string, formats: readonly FormatName[], format: FormatName): SluiceError {
  return new SluiceError('USAGE', `${flag} has no meaning for --format ${format}.`, {
    hint: `It is for ${formats.map((name) => formatTitles[name]).join(' and ')}: leave it or --format out.`,
  });
}
