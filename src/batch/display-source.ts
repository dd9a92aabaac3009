import { printable } from '../errors/printable.js';

/**
 * The name of a source as messages show it: safe to print, and `stdin` for `-`.
 *
 * @param limit - The most characters to show; default 200.
 */
export function displaySource(name: string, limit = 200): string {
  return name === '-' ? 'stdin' : printable(name, limit);
}
