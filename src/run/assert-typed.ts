import { SluiceError } from '../errors/sluice-error.js';
import { displayName } from '../schema/identifiers.js';
import { nearestName } from '../schema/nearest.js';

/**
 * Makes sure that every column that `--type` names is there: a type that is held against nothing would pass for checked.
 *
 * @param types - By the name of the column.
 * @param names - The columns that there are.
 * @throws SluiceError USAGE naming the first that is not.
 */
export function assertTyped(types: ReadonlyMap<string, unknown>, names: readonly string[]): void {
  const known = new Set(names);
  for (const name of types.keys()) {
    if (known.has(name)) continue;
    const nearest = nearestName(name, names);
    throw new SluiceError('USAGE', `--type: no input has a column ${displayName(name)}.`, {
      hint: nearest === null ? 'Spell the name as the header does.' : `Did you mean ${displayName(nearest)}?`,
    });
  }
}
