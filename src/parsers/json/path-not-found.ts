import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { PathStep } from './select-path.js';

/** How many keys are named. */
const MAX_SHOWN = 10;

/**
 * The error for a document in which a path leads nowhere.
 *
 * @param source - The source's name.
 * @param keys - The keys that are there on the last level that the path has led to.
 */
export function pathNotFound(source: string, path: readonly PathStep[], keys: readonly string[]): SluiceError {
  const message = `${displaySource(source)} has nothing at --select ${printable(spell(path))}.`;
  return new SluiceError('SELECT_NOT_FOUND', message, { hint: hintFor(keys) });
}

function hintFor(keys: readonly string[]): string {
  if (keys.length === 0) return 'Where the path ends, the document has no keys.';
  const shown = keys.slice(0, MAX_SHOWN).map((key) => printable(key));
  return `Where the path ends, the keys are: ${shown.join(', ')}${keys.length > MAX_SHOWN ? ', …' : ''}.`;
}

function spell(path: readonly PathStep[]): string {
  const steps = path.map((step) => {
    if (step.kind === 'any') return '[*]';
    return step.kind === 'index' ? `[${step.index}]` : `.${step.key}`;
  });
  return steps.join('').replace(/^\./, '');
}
