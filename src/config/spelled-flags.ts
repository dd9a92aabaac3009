import { shellQuoted } from '../errors/shell-quoted.js';

/**
 * Flags as a person would type them.
 *
 * @param flags - Under their camel-case names, as commander hands them over.
 * @param except - Names that are left out.
 */
export function spelledFlags(flags: object, except: ReadonlySet<string>): string[] {
  const given = Object.entries(flags).filter(([name, value]) => !except.has(name) && value !== undefined);
  return given.flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return [flag];
    return [value].flat().map((one) => `${flag} ${shellQuoted(String(one))}`);
  });
}
