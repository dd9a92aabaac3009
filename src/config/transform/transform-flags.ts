import { z } from 'zod';
import { refuse } from '../refuse.js';
import { NO_RULES, type ColumnPlan } from '../../schema/transform/column-plan.js';
import { NO_TRANSFORM, type TransformPlan } from '../../schema/transform/transform-plan.js';

/** `--set`: `column=expression`; the first `=` divides, for expressions may have more. */
const setFlag = z.string().transform((text, context): readonly [name: string, expr: string] => {
  const divider = text.indexOf('=');
  const [name, expr] = [text.slice(0, divider).trim(), text.slice(divider + 1).trim()];
  if (divider > 0 && name !== '' && expr !== '') return [name, expr];
  return refuse(context, text, 'column=expression, such as total=price * double(quantity)');
});

/** The flags about what is done with records. */
export const transformFlags = {
  where: z.string().min(1).optional(),
  set: z.array(setFlag).default([]),
};

/** What {@link transformFlags} resolve to. */
type TransformFlagValues = z.output<z.ZodObject<typeof transformFlags>>;

/**
 * What is done with records: what a pipeline file says, and flags on top of it. `--where` takes the place of the file's,
 * `--set` that of a column of the same name.
 *
 * @param file - Default: there is no file.
 */
export function transformPlan({ where, set }: TransformFlagValues, file: TransformPlan = NO_TRANSFORM): TransformPlan {
  const made = set.map(([name, expr]) => setColumn(name, expr));
  const isSet = new Set(made.map(({ name }) => name));
  return {
    ...file,
    columns: [...file.columns.filter(({ name }) => !isSet.has(name)), ...made],
    where: where === undefined ? file.where : { text: where, place: '--where' },
  };
}

function setColumn(name: string, expr: string): ColumnPlan {
  const place = `--set ${name}`;
  return {
    name,
    from: null,
    changes: [],
    type: null,
    disguises: [],
    expr: { text: expr, place },
    rules: NO_RULES,
    onError: 'reject',
    default: null,
    place,
  };
}
