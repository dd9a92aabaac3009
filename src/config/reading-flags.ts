/** The values of the flags about reading: each reads itself once, and says what it takes and what it was given. */
import { z } from 'zod';
import type { AddedValue } from '../schema/added-value.js';
import { refuse } from './refuse.js';

/** A column that `--add-column` asks for. */
export interface AddedColumn {
  /** The name that meets the table's columns, as a file column's would. */
  readonly name: string;
  readonly value: AddedValue;
}

/** `--delimiter`: one character or more; `\t` or `tab` for a tab; `none`, the empty text, where a line is one field. */
export const delimiterFlag = z.string().transform((text, context): string => {
  const named = names.get(text) ?? text;
  if (text !== '' && !/[\r\n]/.test(named)) return named;
  return refuse(context, text, 'characters that are no line end, such as ";" or "||", or \\t for a tab');
});

/** `--quote`, `--comment`: one character or more, or `none`, which is the empty text. */
export const bytesFlag = z.string().transform((text, context): string => {
  if (text === 'none') return '';
  if (text !== '' && !/[\r\n]/.test(text)) return text;
  return refuse(context, text, 'characters that are no line end, or none');
});

/** `--escape`: one character, or `quote` where quotes are doubled. */
export const escapeFlag = z.string().transform((text, context): string => {
  const named = text === 'backslash' ? '\\' : text;
  if (named === 'quote' || ([...named].length === 1 && !/[\r\n]/.test(named))) return named;
  return refuse(context, text, 'one character such as \\, or quote where quotes are doubled');
});

/** `--header N|none`, and `--no-header`, which commander hands over as false. */
export const headerFlag = z.union([z.boolean(), z.string()]).transform((value, context): number => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === 'none') return 0;
  const lines = Number(value);
  if (/^\d{1,2}$/.test(value)) return lines;
  return refuse(context, value, 'how many lines the header has, 0 to 99, or none');
});

/** `--encoding`: the name of one; whether it is known is found out when an input is opened. */
export const encodingFlag = z.string().transform((text, context): string => {
  if (/^[\w:.() -]{1,40}$/.test(text)) return text;
  return refuse(context, text, 'the name of an encoding, such as windows-1252, utf-16le or shift_jis');
});

/** `--decimal`, `--thousands`: one byte that can't be part of a number otherwise; `space` for one. */
export const numberMarkFlag = z.string().transform((text, context): number => {
  const named = names.get(text) ?? text;
  if (/^[^\w+-]$/.test(named) && Buffer.byteLength(named) === 1) return named.charCodeAt(0);
  return refuse(context, text, "one character such as , or . or ' (or space)");
});

/** A whole number within limits. */
export function countFlag(least: number, most: number): z.ZodType<number, string | number> {
  return z.union([z.string(), z.number()]).transform((value, context): number => {
    const number = Number(value);
    if (/^\d+$/.test(String(value)) && number >= least && number <= most) return number;
    return refuse(context, String(value), `a whole number from ${least} to ${most}`);
  });
}

/** A count of bytes: `16777216`, `64k`, `16MB`, `16MiB`; the letters count in 1,024. 1 to 1 GiB. */
export const byteCountFlag = z.string().transform((text, context): number => {
  const match = /^(\d+)\s*(?:([kmg])(?:i?b)?|b)?$/i.exec(text.trim());
  const factor = units.get(match?.[2]?.toLowerCase() ?? '') ?? 1;
  const bytes = Number(match?.[1]) * factor;
  if (bytes >= 1 && bytes <= MAX_BYTES) return bytes;
  return refuse(context, text, 'a number of bytes from 1 to 1g, such as 65536, 64k or 16m');
});

/** `--add-column`: `name=@file`, `name=@line`, `name=@loaded_at`, or `name=text`; `@@` begins a text with one `@`. */
export const addedColumnFlag = z.string().transform((text, context): AddedColumn => {
  const divider = text.indexOf('=');
  const value = addedValue(text.slice(divider + 1));
  if (divider > 0 && value !== null) return { name: text.slice(0, divider), value };
  return refuse(context, text, 'name=@file, name=@line, name=@loaded_at or name=text');
});

function addedValue(text: string): AddedValue | null {
  if (text.startsWith('@@')) return { kind: 'text', text: text.slice(1) };
  if (!text.startsWith('@')) return { kind: 'text', text };
  return text === '@file' || text === '@line' || text === '@loaded_at'
    ? { kind: text.slice(1) as 'file' | 'line' | 'loaded_at' }
    : null;
}

const MAX_BYTES = 1024 ** 3;

const units = new Map([
  ['k', 1024],
  ['m', 1024 ** 2],
  ['g', 1024 ** 3],
]);

const names = new Map([
  ['\\t', '\t'],
  ['tab', '\t'],
  ['space', ' '],
  ['none', ''],
]);
