import { z } from 'zod';
import { typeFromName } from '../../schema/type-from-name.js';
import { refuseForm } from './refuse-form.js';

/** What a key of `columns` takes: the field that it is made from, or all that is done with it. */
export const columnForm = z.union([
  z.string().min(1),
  z.strictObject({
    from: z.string().min(1).optional(),
    trim: z.boolean().optional(),
    lower: z.boolean().optional(),
    upper: z.boolean().optional(),
    type: z
      .string()
      .superRefine((text, context) => {
        if (typeFromName(text) === null)
          refuseForm(context, 'a type such as bigint, numeric(12,2), date or varchar(20)');
      })
      .optional(),
    expr: z.string().min(1).optional(),
    unique: z.boolean().optional(),
  }),
]);
