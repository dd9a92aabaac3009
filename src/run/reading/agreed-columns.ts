import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { displayName } from '../../schema/identifiers.js';
import type { RecordSource } from './record-source.js';

/** The columns that all inputs of a run have. */
export interface AgreedColumns {
  /** In the order of the first input; null when they are known by position only. */
  readonly names: readonly string[] | null;
  readonly width: number;
}

/** What columns are called: by their names, or by their places from 1, as several are that have no name. */
export function columnLabels({ names, width }: AgreedColumns): readonly string[] {
  const places = Array.from({ length: width }, (_, index) => `column_${index + 1}`);
  if (names === null) return places;
  if (names.indexOf('') === names.lastIndexOf('')) return names;
  const known = new Set(names);
  return names.map((name, index) => (name === '' && !known.has(places[index]) ? places[index] : name));
}

/**
 * Finds the columns of several inputs: the same in each, in any order, but for those without a name, which go by their
 * place. A record of JSON may lack any key, so JSON beside
 * CSV may have fewer; of JSON alone the columns are all keys that there are.
 *
 * @param sources - At least one.
 * @throws SluiceError HEADERS_DIFFER, naming each input that differs from the first and by what.
 */
export function agreedColumns(sources: readonly RecordSource[]): AgreedColumns {
  const first = sources.find(({ format }) => format === 'csv');
  if (first === undefined) {
    const names = [...new Set(sources.flatMap((source) => source.names ?? []))];
    return { names, width: names.length };
  }
  const differences = sources.filter((source) => source !== first).flatMap((other) => differencesOf(first, other));
  if (differences.length > 0) throw headersDiffer(first, differences);
  return { names: first.names, width: first.width };
}

function differencesOf(first: RecordSource, other: RecordSource): string[] {
  const what = difference(first, other);
  return what === null ? [] : [`${displaySource(other.source.ref.name)} ${what}`];
}

function difference(first: RecordSource, other: RecordSource): string | null {
  if (first.names === null || other.names === null) {
    return first.names === other.names && first.width === other.width ? null : `has ${columnsOf(other)}`;
  }
  const known = new Set(identities(first));
  const own = new Set(identities(other));
  const missing = other.format === 'csv' ? [...known].filter((name) => !own.has(name)) : [];
  const surplus = [...own].filter((name) => !known.has(name));
  const parts = [
    ...(missing.length > 0 ? [`lacks ${listed(missing)}`] : []),
    ...(surplus.length > 0 ? [`has ${listed(surplus)} besides`] : []),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

/** What tells a column from the others of its input: a name, or the place of a column of CSV that has none. */
function identities({ names, format }: RecordSource): readonly string[] {
  if (format !== 'csv') return names ?? [];
  return (names ?? []).map((name, index) => (name === '' ? `(column ${index + 1}, without a name)` : name));
}

function columnsOf({ names, width }: RecordSource): string {
  return `${width} columns ${names === null ? 'and no header' : 'with a header'}`;
}

function listed(names: readonly string[]): string {
  const more = names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '';
  return names.slice(0, MAX_LISTED).map(displayName).join(', ') + more;
}

function headersDiffer(first: RecordSource, differences: readonly string[]): SluiceError {
  const more = differences.length > MAX_LISTED ? `; and ${differences.length - MAX_LISTED} inputs more` : '';
  const shown = differences.slice(0, MAX_LISTED).join('; ');
  const name = displaySource(first.source.ref.name);
  return new SluiceError('HEADERS_DIFFER', `Not all inputs have the columns of ${name}: ${shown}${more}.`, {
    hint: 'Load the inputs that differ by themselves, or mend their headers.',
  });
}

const MAX_LISTED = 8;
