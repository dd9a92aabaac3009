import { displayWidth } from './display-width.js';

/**
 * Cuts a text to the places that it may take on a terminal; what is cut ends in `…`.
 *
 * @param width - At least 1.
 */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let taken = 0;
  for (const character of text) {
    taken += displayWidth(character);
    if (taken > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
