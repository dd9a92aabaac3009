import { z } from 'zod';

/**
 * The forms that a schema allows at a path of keys and indexes: choices are resolved, and what may be left out is looked
 * into. Nothing at a path that it does not know.
 */
export function formsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType[] {
  return path.reduce<z.core.$ZodType[]>(
    (forms, step) => forms.flatMap((form) => childForms(form, step)).flatMap(choicesOf),
    choicesOf(schema),
  );
}

/** The keys that a form has by name; none of one that is no mapping, or that takes any key. */
export function keysOf(form: z.core.$ZodType): string[] {
  return form instanceof z.ZodObject ? Object.keys(form.shape) : [];
}

/**
 * Every key of a schema as a path, in which `*` stands for any key and `[]` for any item: `columns.*.from`,
 * `rules[].expr`. A key that several forms have comes once.
 */
export function keyPaths(schema: z.core.$ZodType, prefix = ''): string[] {
  const paths = choicesOf(schema).flatMap((form) => {
    if (form instanceof z.ZodArray) return keyPaths(form.element, `${prefix}[]`);
    if (form instanceof z.ZodRecord) return keyPaths(form.valueType, `${prefix}.*`);
    return keysOf(form).flatMap((key) => {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      return [path, ...childForms(form, key).flatMap((child) => keyPaths(child, path))];
    });
  });
  return [...new Set(paths)];
}

function childForms(form: z.core.$ZodType, step: PropertyKey): z.core.$ZodType[] {
  if (form instanceof z.ZodArray) return [form.element];
  if (form instanceof z.ZodRecord) return [form.valueType];
  if (!(form instanceof z.ZodObject)) return [];
  const shape = form.shape as Record<PropertyKey, z.core.$ZodType>;
  return Object.hasOwn(shape, step) ? [shape[step]] : [];
}

function choicesOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(choicesOf);
  if (schema instanceof z.ZodPipe) return choicesOf(schema.in);
  return WRAPPERS.some((wrapper) => schema instanceof wrapper)
    ? choicesOf((schema as z.ZodOptional).unwrap())
    : [schema];
}

const WRAPPERS = [z.ZodOptional, z.ZodNullable, z.ZodDefault, z.ZodPrefault, z.ZodReadonly, z.ZodLazy];
