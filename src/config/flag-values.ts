/** The values of flags: each reads itself once, and its message says what it takes and what it was given. */
import { z } from 'zod';
import { refuse } from './refuse.js';

/** How many records may be rejected before the run fails. */
export type RejectBudget =
  | { readonly kind: 'count'; readonly limit: number }
  /** Percent of the records read, 0 to 100. */
  | { readonly kind: 'percent'; readonly limit: number };

/** `--max-errors`: `10` or `2.5%`. */
export const budgetFlag = z.string().transform((text, context): RejectBudget => {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  const limit = Number(match?.[1]);
  if (match?.[2] === '%' && limit <= 100) return { kind: 'percent', limit };
  if (match?.[2] === '' && Number.isSafeInteger(limit)) return { kind: 'count', limit };
  return refuse(context, text, 'a whole number such as 10, or a share of the records such as 2.5%');
});

/** `--map`: `file_col=table_col`; the last `=` divides, as names in files are the wilder ones. */
export const mapFlag = z.string().transform((text, context): [string, string] => {
  const divider = text.lastIndexOf('=');
  if (divider > 0 && divider < text.length - 1) return [text.slice(0, divider), text.slice(divider + 1)];
  return refuse(context, text, 'file_column=table_column');
});

/** `--retry-timeout`: a time in seconds, minutes or hours; without a unit seconds. */
export const secondsFlag = z.string().transform((text, context): number => {
  const match = /^(\d+(?:\.\d+)?) ?(s|min|h)?$/.exec(text.trim());
  if (match !== null) return Number(match[1]) * secondsIn[(match[2] ?? 's') as keyof typeof secondsIn];
  return refuse(context, text, 'seconds such as 90, or a time such as 90s, 5min or 1h');
});

const secondsIn = { s: 1, min: 60, h: 3600 };
