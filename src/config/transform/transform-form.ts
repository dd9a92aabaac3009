import { z } from 'zod';
import { columnForm } from './column-form.js';
import { refuseForm } from './refuse-form.js';

const expressionForm = z.string().min(1);

/** A whole number from a text: numbers of a pipeline file are read as they are written. */
function countForm(least: number): z.ZodType {
  return z.string().superRefine((text, context) => {
    if (!/^\d{1,15}$/.test(text) || Number(text) < least) refuseForm(context, `a whole number from ${least}`);
  });
}

const rateForm = z.string().superRefine((text, context) => {
  if (!/^(?:0?\.\d+|0|1|1\.0*|0\.\d*)$/.test(text)) refuseForm(context, 'a share from 0 to 1, such as 0.05');
});

const namesForm = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const explodeForm = z.strictObject({ field: z.string().min(1), empty: z.enum(['filter', 'keep']).optional() });
const sampleForm = z.strictObject({ rate: rateForm, seed: countForm(0).optional() });

/** One step of `transform`: a mapping of its name to what it takes. */
export const stepForm = z.union([
  z.strictObject({ explode: z.union([z.string().min(1), explodeForm]) }),
  z.strictObject({ flatten: z.string().min(1) }),
  z.strictObject({ where: expressionForm }),
  z.strictObject({ dedupe: namesForm }),
  z.strictObject({ limit: countForm(0) }),
  z.strictObject({ skip: countForm(0) }),
  z.strictObject({ sample: z.union([rateForm, sampleForm]) }),
]);

/** What of a pipeline file is about records. */
export const transformForm = {
  columns: z
    .record(z.string(), z.union([columnForm, z.enum(['keep', 'drop'])]))
    .optional()
    .describe('The columns that are made or changed; * stands for all others: keep (the default) or drop.'),
  where: expressionForm.optional().describe('Only records for which this expression is true go on.'),
  rules: z
    .array(z.strictObject({ expr: expressionForm, message: z.string().min(1).optional() }))
    .optional()
    .describe('What must hold for each record; one that breaks a rule is rejected.'),
  transform: z.array(stepForm).optional().describe('Steps on whole records, in their order.'),
};
