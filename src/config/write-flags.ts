/** The values of the flags about writing: each reads itself once, and its message says what it takes. */
import { z } from 'zod';
import { parseIdentifierList } from '../schema/identifier-list.js';
import { refuse } from './refuse.js';

/** `--search-path`: names of schemas, with commas between them. */
export const identifiersFlag = z.string().transform((text, context): readonly string[] => {
  const list = parseIdentifierList(text);
  if ('names' in list) return list.names;
  return refuse(context, text, 'names with commas between them, such as sales,public');
});

/** `--set-role`: one name. */
export const identifierFlag = z.string().transform((text, context): string => {
  const list = parseIdentifierList(text);
  if ('names' in list && list.names.length === 1) return list.names[0];
  return refuse(context, text, 'one name, in double quotes where it has capitals');
});

/** `--lock-timeout` and `--statement-timeout`, as Postgres spells durations; 0 is no limit. */
export const durationFlag = z.string().transform((text, context): string => {
  const match = /^(\d+(?:\.\d+)?) ?(us|ms|s|min|h|d)?$/.exec(text.trim());
  if (match !== null) return `${match[1]}${match[2] ?? 'ms'}`;
  return refuse(context, text, 'milliseconds such as 500, or a time such as 30s or 5min');
});

/** `--before` and `--after`. */
export const sqlFlag = z.string().refine((text) => text.trim() !== '', 'takes SQL; an empty text is none');
