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

const explodeForm = z.strictObject({
  field: z.string().min(1).describe('The field that has the list.'),
  empty: z
    .enum(['filter', 'keep'])
    .optional()
    .describe('What becomes of a record whose list is empty or not there: filter unless given.'),
});

const sampleForm = z.strictObject({
  rate: rateForm.describe('The share of the records that stays, from 0 to 1.'),
  seed: countForm(0).optional().describe('The same seed gives the same sample; 0 unless given.'),
});

/** One step of `transform`: a mapping of its name to what it takes. */
const stepForm = z.union([
  z.strictObject({
    explode: z.union([z.string().min(1), explodeForm]).describe('One record for each element of a list, in its place.'),
  }),
  z.strictObject({
    flatten: z.string().min(1).describe('The members of an object become fields of their own, such as address_city.'),
  }),
  z.strictObject({ where: expressionForm.describe('Only records for which this expression is true go on.') }),
  z.strictObject({ dedupe: namesForm.describe('Of records that are alike in these columns the first goes on.') }),
  z.strictObject({ limit: countForm(0).describe('So many records go on.') }),
  z.strictObject({ skip: countForm(0).describe('So many records are left out at first.') }),
  z.strictObject({ sample: z.union([rateForm, sampleForm]).describe('A share of the records goes on, by chance.') }),
]);

/** What of a pipeline file is about records. */
export const transformForm = {
  columns: z
    .record(
      z.string(),
      z.union([columnForm, z.enum(['keep', 'drop'])]).describe('The field that it is made from, or all that is done.'),
    )
    .optional()
    .describe('The columns that are made or changed; * stands for all others: keep (the default) or drop.'),
  where: expressionForm.optional().describe('Only records for which this expression is true go on.'),
  rules: z
    .array(
      z.strictObject({
        expr: expressionForm.describe('What must be true.'),
        message: z.string().min(1).optional().describe('What is said of a record for which it is not.'),
      }),
    )
    .optional()
    .describe('What must hold for each record; one that breaks a rule is rejected.'),
  transform: z.array(stepForm).optional().describe('Steps on whole records, in their order.'),
};
