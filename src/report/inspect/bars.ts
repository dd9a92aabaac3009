/**
 * Draws counts as bars of one character each, the greatest as the highest. No bar is drawn for 0.
 *
 * @param unicode - Whether block characters can be shown; else ASCII.
 */
export function bars(counts: readonly number[], unicode: boolean): string {
  const levels = unicode ? BLOCKS : ASCII;
  const most = Math.max(...counts);
  return counts
    .map((count) => (count === 0 ? ' ' : levels.charAt(Math.ceil((count / most) * levels.length) - 1)))
    .join('');
}

/** Some fonts have no others of the eight. */
const BLOCKS = '▁▂▃▅▇';
const ASCII = '.:-=#';
