import { z } from 'zod';
import { otherwiseForm } from './otherwise-form.js';
import { refuseForm } from './refuse-form.js';

/** More than this is no cache any more. */
const MAX_CACHE_SIZE = 10_000_000;

const cacheSizeForm = z.string().superRefine((text, context) => {
  if (!/^[1-9]\d{0,7}$/.test(text) || Number(text) > MAX_CACHE_SIZE) {
    refuseForm(context, `a whole number from 1 to ${MAX_CACHE_SIZE}`);
  }
});

const fileForm = z.string().superRefine((text, context) => {
  if (text === '' || text === '-') refuseForm(context, 'the path of a CSV file');
});

/** What the key `lookup` of a column takes. */
export const lookupForm = z
  .strictObject({
    file: fileForm.optional().describe('A CSV file with a header: a path from the folder of this file, or a URL.'),
    query: z
      .string()
      .min(1)
      .optional()
      .describe('One query of the target database, such as select code, id from customers.'),
    key: z.string().min(1).optional().describe('The column that values are looked up in; the first unless given.'),
    value: z
      .string()
      .min(1)
      .optional()
      .describe('The column that has what takes their place; the second unless given.'),
    otherwise: otherwiseForm
      .optional()
      .describe('What a value becomes that is not there: reject (unless given), keep, null, or {value: …}.'),
    cacheSize: cacheSizeForm.optional().describe('The most entries that are held in memory; 100000 unless given.'),
  })
  .superRefine(({ file, query }, context) => {
    if ((file === undefined) === (query === undefined)) refuseForm(context, 'either file or query');
  });
