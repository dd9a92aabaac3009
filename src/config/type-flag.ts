import { z } from 'zod';
import type { ColumnType } from '../schema/codecs/codec.js';
import { typeFromName } from '../schema/type-from-name.js';
import { refuse } from './refuse.js';

/** `--type`: `column=type`; the last `=` divides, as names in files are the wilder ones. */
export const typeFlag = z.string().transform((text, context): [string, ColumnType] => {
  const divider = text.lastIndexOf('=');
  const type = typeFromName(text.slice(divider + 1));
  if (divider > 0 && type !== null) return [text.slice(0, divider), type];
  return refuse(context, text, 'column=type with a type such as bigint, numeric(12,2), date or varchar(20)');
});
