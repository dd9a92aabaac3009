/**
 * Finds what someone probably meant: the candidate that is fewest edits away, letter case aside.
 *
 * @param name - What was written.
 * @param candidates - What there is.
 * @returns The nearest candidate (the first of equals), or null when none is nearer than two edits in five.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const wanted = comparable(name);
  let nearest: string | null = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const other = comparable(candidate);
    const edits = editDistance(wanted, other);
    if (edits < least && edits <= 0.4 * Math.max(wanted.length, other.length)) {
      nearest = candidate;
      least = edits;
    }
  }
  return nearest;
}

/** Cut, so that a header of a megabyte costs no more than a long name. */
function comparable(name: string): string {
  return name.slice(0, 64).toLowerCase();
}

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}
