import { z } from 'zod';

/** The names of those flags that take a list, since they may be repeated. */
export function listFlags(flags: z.ZodObject): ReadonlySet<string> {
  const names = Object.keys(flags.shape).filter((name) => isList(flags.shape[name]));
  return new Set(names);
}

function isList(form: unknown): boolean {
  const inner = form instanceof z.ZodDefault || form instanceof z.ZodOptional ? form.unwrap() : form;
  return inner instanceof z.ZodArray;
}
