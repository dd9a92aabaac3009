import { z } from 'zod';
import { refuseForm } from '../transform/refuse-form.js';

const numberForm = z.string().superRefine((text, context) => {
  if (!/^[1-9]\d{0,14}$/.test(text)) refuseForm(context, 'a whole number from 1');
});

const recordForm = z.record(z.string(), z.unknown());

const rejectForm = z
  .strictObject({
    line: numberForm.optional().describe('The line of the input on which the record starts, from 1.'),
    record: numberForm.optional().describe('The number of the record in the input, from 1.'),
    column: z.string().optional().describe('The column that the fault is of.'),
    code: z.string().optional().describe('What kind of fault it is, such as invalid.'),
    message: z.string().optional().describe('A part of what is said of it.'),
  })
  .superRefine((entry, context) => {
    if (Object.keys(entry).length === 0) refuseForm(context, 'at least one of line, record, column, code and message');
  });

const testForm = z
  .strictObject({
    name: z.string().min(1).optional().describe('What the example shows.'),
    input: z
      .union([z.string().min(1), z.array(recordForm).min(1)])
      .describe('What is read: text as it would be in a file, or a list of records.'),
    expect: z.array(recordForm).optional().describe('The rows that come of it, in their order.'),
    partial: z.boolean().optional().describe('Columns that a row of expect does not name are not compared.'),
    rejects: z.array(rejectForm).optional().describe('The faults that are found; none, if it is left out.'),
  })
  .superRefine((test, context) => {
    const isPointless = test.expect === undefined && test.rejects === undefined;
    if (isPointless)
      context.addIssue({ code: 'custom', message: 'has neither expect nor rejects, so it shows nothing' });
  });

/** The section `tests` of a pipeline file: examples for `sluice test`. */
export const testsForm = z.array(testForm).optional().describe('Examples that sluice test runs.');
