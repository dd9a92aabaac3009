import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';

/** One step of a path: a member by its key, an element by its index from 0, or any of them. */
export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any' };

/**
 * Reads a path such as `data.items`, `a[0].b`, `data.*.items`, `[*].rows` or `["a.b"].c`; a leading `$` may stand for
 * the document.
 *
 * @param text - As `--select` has it; empty for the document itself.
 * @throws SluiceError USAGE when it is no path.
 */
export function parseSelectPath(text: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let rest = text.startsWith('$') ? text.slice(1) : text;
  while (rest !== '') {
    const match = STEP.exec(steps.length === 0 && !/^[.[]/.test(rest) ? `.${rest}` : rest);
    if (match === null) throw notAPath(text);
    steps.push(stepOf(match.groups ?? {}, text));
    rest = match.input.slice(match[0].length);
  }
  return steps;
}

/** A path without wildcards, which the byte parser follows. */
export function isPlainPath(steps: readonly PathStep[]): boolean {
  return steps.every(({ kind }) => kind !== 'any');
}

const STEP = /^(?:\.(?<key>[^.[\]"]+)|\[(?:(?<index>\d+)|(?<any>\*)|(?<quoted>"(?:[^"\\]|\\.)*"))\])/;

function stepOf({ key, index, quoted }: Partial<Record<string, string>>, text: string): PathStep {
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (quoted !== undefined) return { kind: 'key', key: unquoted(quoted, text) };
  return key === undefined || key === '*' ? { kind: 'any' } : { kind: 'key', key };
}

function unquoted(quoted: string, text: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw notAPath(text);
  }
}

function notAPath(text: string): SluiceError {
  return new SluiceError('USAGE', `--select ${printable(text)} is not a path.`, {
    hint: 'A path is made of keys and indexes: data.items, a[0].b, data.*.items, or ["a.b"] for a key with a dot in it.',
  });
}
