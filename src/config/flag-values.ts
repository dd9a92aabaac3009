/** The values of flags: each reads itself once, and its message says what it takes and what it was given. */
import { z } from 'zod';
import { printable } from '../errors/printable.js';

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

/** `--delimiter`: one byte, or `\t`. Resolves to the byte. */
export const delimiterFlag = z.string().transform((text, context): number => {
  const byte = oneByte(text === '\\t' || text === 'tab' ? '\t' : text);
  if (byte !== null && byte !== 0x0a && byte !== 0x0d) return byte;
  return refuse(context, text, 'one byte that is not a line end, such as ";", or \\t for a tab');
});

/** `--quote`: one byte, or `none`. Resolves to the byte, or -1. */
export const quoteFlag = z.string().transform((text, context): number => {
  if (text === 'none' || text === '') return -1;
  const byte = oneByte(text);
  if (byte !== null && byte !== 0x0a && byte !== 0x0d) return byte;
  return refuse(context, text, 'one byte that is not a line end, or none');
});

/** A count of bytes: `16777216`, `64k`, `16MB`, `16MiB`; the letters count in 1,024. 1 to 1 GiB. */
export const byteCountFlag = z.string().transform((text, context): number => {
  const match = /^(\d+)\s*(?:([kmg])(?:i?b)?|b)?$/i.exec(text.trim());
  const factor = units.get(match?.[2]?.toLowerCase() ?? '') ?? 1;
  const bytes = Number(match?.[1]) * factor;
  if (bytes >= 1 && bytes <= MAX_BYTES) return bytes;
  return refuse(context, text, 'a number of bytes from 1 to 1g, such as 65536, 64k or 16m');
});

/** `--map`: `file_col=table_col`; the last `=` divides, as names in files are the wilder ones. */
export const mapFlag = z.string().transform((text, context): [string, string] => {
  const divider = text.lastIndexOf('=');
  if (divider > 0 && divider < text.length - 1) return [text.slice(0, divider), text.slice(divider + 1)];
  return refuse(context, text, 'file_column=table_column');
});

const MAX_BYTES = 1024 ** 3;

const units = new Map([
  ['k', 1024],
  ['m', 1024 ** 2],
  ['g', 1024 ** 3],
]);

function oneByte(text: string): number | null {
  const bytes = Buffer.from(text);
  return bytes.length === 1 ? bytes[0] : null;
}

function refuse(context: z.core.$RefinementCtx, given: string, expected: string): never {
  context.addIssue(`takes ${expected}; "${printable(given)}" is none`);
  return z.NEVER;
}
