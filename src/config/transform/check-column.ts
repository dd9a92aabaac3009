import type { z } from 'zod';
import { imageBound, Verdict } from '../../schema/codecs/codec.js';
import { codecFor } from '../../schema/codecs/registry.js';
import { typeFromName } from '../../schema/type-from-name.js';
import type { ColumnKeys } from './column-keys.js';
import { refuseForm } from './refuse-form.js';

/** Refuses what contradicts itself in a column of a pipeline file. */
export function checkColumn(column: ColumnKeys, context: z.core.$RefinementCtx): void {
  for (const { key, breaks, expected } of contradictions) {
    if (breaks(column)) refuseForm(context, expected, [key]);
  }
  checkLimits(column, context);
}

interface Contradiction {
  /** The key that is complained of. */
  readonly key: keyof ColumnKeys;
  readonly breaks: (column: ColumnKeys) => boolean;
  readonly expected: string;
}

const contradictions: readonly Contradiction[] = [
  { key: 'upper', breaks: ({ lower, upper }) => lower === true && upper === true, expected: 'no true beside lower' },
  {
    key: 'otherwise',
    breaks: (column) => column.otherwise !== undefined && column.map === undefined,
    expected: 'a value only beside map',
  },
  {
    key: 'map',
    breaks: ({ map }) => map !== undefined && Object.keys(map).length === 0,
    expected: 'at least one value and what it becomes',
  },
  {
    key: 'ambiguousTime',
    breaks: ({ ambiguousTime, timezone }) => ambiguousTime !== undefined && timezone === undefined,
    expected: 'a value only beside timezone',
  },
  {
    key: 'decimal',
    breaks: (column) => column.decimal !== undefined && isDate(column),
    expected: 'a value only of numbers, which have neither format nor timezone',
  },
  {
    key: 'thousands',
    breaks: (column) => column.thousands !== undefined && isDate(column),
    expected: 'a value only of numbers, which have neither format nor timezone',
  },
  {
    key: 'thousands',
    breaks: ({ decimal = '.', thousands }) => thousands === decimal,
    expected: 'another character than the mark before the fraction',
  },
  {
    key: 'onError',
    breaks: (column) => column.onError === 'default' && column.default === undefined,
    expected: 'default only beside the key default',
  },
  {
    key: 'default',
    breaks: (column) => column.onError === 'default' && column.hash === undefined && !isOfType(column, 'default'),
    expected: 'a value of the type of the column, where onError is default',
  },
  { key: 'min', breaks: (column) => !isOfType(column, 'min'), expected: 'a value of the type of the column' },
  { key: 'max', breaks: (column) => !isOfType(column, 'max'), expected: 'a value of the type of the column' },
];

function isDate({ format, timezone }: ColumnKeys): boolean {
  return format !== undefined || timezone !== undefined;
}

/** Whether a value, if there is one, is a spelling of the type, if that is given. */
function isOfType(column: ColumnKeys, key: 'default' | 'min' | 'max'): boolean {
  const value = column[key];
  const type = column.type === undefined ? null : typeFromName(column.type);
  if (value === undefined || type === null) return true;
  const bytes = Buffer.from(String(value));
  const output = { bytes: Buffer.alloc(imageBound(bytes.length)), offset: 0 };
  const verdict = codecFor(type, { timeZone: 'UTC', dateOrder: 'MDY' })?.(bytes, 0, bytes.length, output);
  return verdict === undefined || verdict === Verdict.accepted || (key === 'default' && verdict === Verdict.undecided);
}

function checkLimits({ length }: ColumnKeys, context: z.core.$RefinementCtx): void {
  if (typeof length !== 'object') return;
  const { min, max } = length;
  if (min === undefined && max === undefined) refuseForm(context, 'min, max or both', ['length']);
  if (Number(min ?? 0) > Number(max ?? Infinity)) refuseForm(context, 'at least what min is', ['length', 'max']);
}
