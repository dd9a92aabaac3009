import { SluiceError } from '../../../errors/sluice-error.js';
import { displayName } from '../../../schema/identifiers.js';
import { nearestName } from '../../../schema/nearest.js';

/**
 * What to tell whoever names a column that records don't have.
 *
 * @param place - Where it is named.
 * @param names - Those that they have.
 */
export function noColumn(name: string, place: string, names: readonly string[]): SluiceError {
  const nearest = nearestName(name, names);
  const shown = names
    .slice(0, MAX_LISTED)
    .map((known) => displayName(known))
    .join(', ');
  const all = `Records have ${shown}${names.length > MAX_LISTED ? ', …' : ''}.`;
  return new SluiceError('COLUMN_MISMATCH', `${place}: records have no column ${displayName(name)}.`, {
    hint: nearest === null ? all : `Did you mean ${displayName(nearest)}?`,
  });
}

const MAX_LISTED = 12;
