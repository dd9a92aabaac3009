import { displayWidth } from '../display-width.js';
import { escapeValue } from '../escape.js';
import { numbers } from '../numbers.js';
import type { InspectedColumn, RuledOutType } from './inspect-report.js';
import { percent } from './percent.js';

/**
 * What the table can't show of the columns, a line for each that has any of it: what ruled out a narrower type, and empty
 * strings. `amount  text: integer until line 812: "12,50"`.
 */
export function columnNotes(columns: readonly InspectedColumn[]): string[] {
  const notes = columns.map((column) => ({ name: nameOf(column), facts: factsOf(column) }));
  const shown = notes.filter(({ facts }) => facts.length > 0);
  const width = Math.max(...shown.map(({ name }) => displayWidth(name)));
  return shown.map(({ name, facts }) => `  ${name}${' '.repeat(width - displayWidth(name))}  ${facts.join('; ')}`);
}

function nameOf({ name, column }: InspectedColumn): string {
  return escapeValue(Buffer.from(name === '' ? column : name));
}

function factsOf({ type, ruledOut, mostly, empties, values }: InspectedColumn): string[] {
  const untils = ruledOut.filter((one) => one.type !== mostly?.type).map((one) => `${one.type} until ${placeOf(one)}`);
  return [
    ...(untils.length === 0 ? [] : [`${type}: ${untils.join(', ')}`]),
    ...(mostly === null ? [] : [mostlyText(mostly)]),
    ...(empties === 0 ? [] : [`${numbers.counted(empties, 'empty string')} (${percent(empties, values)}), not NULL`]),
  ];
}

function mostlyText(mostly: RuledOutType & { readonly share: number }): string {
  return `${percent(mostly.share, 1)} of the values are of type ${mostly.type}; the first that is not: ${placeOf(mostly)}`;
}

function placeOf({ line, value }: RuledOutType): string {
  return `line ${line}: "${escapeValue(Buffer.from(value))}"`;
}
