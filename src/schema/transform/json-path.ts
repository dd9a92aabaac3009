/** One step of a path into JSON: a member's name, or an element's index from 0. */
export type PathStep = string | number;

/** A way into the JSON of a field. */
export interface JsonPath {
  /** The name of the field. */
  readonly root: string;
  /** At least one. */
  readonly steps: readonly PathStep[];
}

/**
 * Reads a `from` as a path into JSON: `address.city`, `items[0].sku`, `tags["a.b"]`; `$.` may stand before it. The field is
 * the longest beginning that is the name of one, since names may have dots themselves; else what stands before the first step.
 *
 * @param isField - Whether a field has this name.
 * @returns Null when the text has no steps, or is no path.
 */
export function jsonPath(text: string, isField: (name: string) => boolean): JsonPath | null {
  const path = text.startsWith('$.') ? text.slice(2) : text;
  const starts = [...path.matchAll(/[.[]/g)].map(({ index }) => index).filter((at) => at > 0);
  for (const at of [...starts.filter((start) => isField(path.slice(0, start))).reverse(), ...starts.slice(0, 1)]) {
    const steps = stepsOf(path.slice(at));
    if (steps !== null) return { root: path.slice(0, at), steps };
  }
  return null;
}

/** One step, and where the next begins. */
const STEP = /\.([^.[\]]+)|\[(\d{1,9})\]|\["((?:[^"\\]|\\.)*)"\]/y;

function stepsOf(text: string): PathStep[] | null {
  const steps: PathStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return null;
    const [, name, index, quoted] = match as (string | undefined)[];
    steps.push(index === undefined ? (name ?? (quoted ?? '').replace(/\\(.)/g, '$1')) : Number(index));
  }
  return steps;
}
