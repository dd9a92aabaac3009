import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { displayName } from '../../schema/identifiers.js';
import { nearestName } from '../../schema/nearest.js';

/** The error of a key that a lookup has with two values: which of them is meant? */
export function keyTwice(name: string, key: string, values: readonly [string | null, string | null]): SluiceError {
  const [one, other] = values.map((value) => (value === null ? 'NULL' : `"${printable(value)}"`));
  const message = `the key "${printable(key)}" is twice in ${name}, with ${one} and with ${other}.`;
  return new SluiceError('LOOKUP_FAILED', message, {
    hint: 'A key may have one value only: take one of them out.',
  });
}

/** The error of a lookup that lacks a column. */
export function noSuchColumn(what: string, name: string, names: readonly string[]): SluiceError {
  const nearest = nearestName(name, names);
  const meant = nearest === null ? '' : `; did you mean ${displayName(nearest)}?`;
  const shown = names.slice(0, MAX_LISTED).map(displayName).join(', ') + (names.length > MAX_LISTED ? ', …' : '');
  return new SluiceError('LOOKUP_FAILED', `${what} has no column ${displayName(name)}${meant}`, {
    hint: `It has ${shown}.`,
  });
}

/** The error of a lookup with a single column. */
export function tooFewColumns(what: string): SluiceError {
  return new SluiceError('LOOKUP_FAILED', `${what} has one column only.`, {
    hint: 'A lookup needs one with keys and one with values.',
  });
}

const MAX_LISTED = 20;

/**
 * Says of an error where in the pipeline it comes from.
 *
 * @throws SluiceError The error itself with its place; whatever else it is as it is.
 */
export function throwInLookup(place: string, error: unknown): never {
  if (!(error instanceof SluiceError)) throw error;
  const { code, message, hint, cause = error } = error;
  throw new SluiceError(code, `${place}: lookup: ${message}`, { ...(hint === null ? {} : { hint }), cause });
}
