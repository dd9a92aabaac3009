import { nearestName } from '../../schema/nearest.js';
import { flagsByKey, keysByFlag, PATHS_KEY, sectionFlags } from './pipeline-keys.js';
import { pipelineSchema } from './pipeline-schema.js';
import { formsAt, keysOf } from './schema-forms.js';

/**
 * The key that someone probably meant: by its name in the mapping itself; in a section of flags also by the name of a
 * flag, or in another section.
 *
 * @param path - The mapping that the key is in.
 * @returns Null when none is near.
 */
export function nearestKey(path: readonly PropertyKey[], key: string): string | null {
  const own = [...new Set(formsAt(pipelineSchema, path).flatMap(keysOf))];
  const [section = null] = path;
  const isFlat = path.length === 0 || (path.length === 1 && Object.hasOwn(sectionFlags, String(section)));
  if (!isFlat) return nearestName(key, own);
  return keyOfFlag(section === null ? '' : String(section), key) ?? nearestName(key, own) ?? elsewhere(key);
}

/** What goes by this very name: as a flag, or as a key of any section. */
function keyOfFlag(section: string, key: string): string | null {
  const flag = key.replace(/^-+/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const known = keysByFlag.get(flag) ?? ALL_KEYS.find((one) => one.endsWith(`.${key}`));
  if (known === undefined) return null;
  return known.startsWith(`${section}.`) ? known.slice(section.length + 1) : known;
}

function elsewhere(key: string): string | null {
  const names = ALL_KEYS.map((one) => one.replace(/^.*\./, ''));
  const name = nearestName(key, names);
  return name === null ? null : ALL_KEYS[names.indexOf(name)];
}

const ALL_KEYS = [...flagsByKey.keys(), PATHS_KEY];
