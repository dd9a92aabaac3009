import { printable } from '../errors/printable.js';
import { identifierFault } from './identifiers.js';

/** The identifiers of a list, or why it is none: the end of a sentence about it. */
export type IdentifierList = { readonly names: readonly string[] } | { readonly fault: string };

/**
 * Reads a list of identifiers as SQL does, with commas between them: `sales, "Weird, ""Name"""`. What is not quoted is
 * folded to lower case (ASCII only, like Postgres); unlike in SQL it may hold any character but a comma and a quote.
 *
 * @param text - As the user typed it.
 */
export function parseIdentifierList(text: string): IdentifierList {
  const part = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*/y;
  const names: string[] = [];
  do {
    const match = part.exec(text);
    names.push(match?.[1]?.replaceAll('""', '"') ?? foldCase(match?.[2]?.trim() ?? ''));
  } while (text[part.lastIndex++] === ',');
  if (part.lastIndex <= text.length) return { fault: 'has a quote that is not closed, or stands inside a name' };
  const wrong = names.find((name) => identifierFault(name) !== null);
  return wrong === undefined
    ? { names }
    : { fault: `has a name, "${printable(wrong)}", that ${identifierFault(wrong)}` };
}

function foldCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
