import { z } from 'zod';
import { VALUE_CHECKS } from '../../schema/transform/column-plan.js';
import { dateFormatFacts } from '../../schema/transform/date-format.js';
import { typeFromName } from '../../schema/type-from-name.js';
import { numberMarkFlag } from '../reading-flags.js';
import { lookupForm } from './lookup-form.js';
import { otherwiseForm } from './otherwise-form.js';
import { patternForm, replaceForm } from './pattern-form.js';
import { refuseForm } from './refuse-form.js';
import { valueForm } from './value-form.js';

const countForm = z.string().superRefine((text, context) => {
  if (!/^\d{1,9}$/.test(text)) refuseForm(context, 'a whole number from 0');
});

const typeForm = z.string().superRefine((text, context) => {
  if (typeFromName(text) === null) refuseForm(context, 'a type such as bigint, numeric(12,2), date or varchar(20)');
});

const formatForm = z.string().superRefine((text, context) => {
  const facts = dateFormatFacts(text);
  if (typeof facts === 'string') refuseForm(context, `a format in the tokens of Luxon, such as dd/MM/yyyy (${facts})`);
});

const timezoneForm = z.string().superRefine((text, context) => {
  if (!isZone(text)) refuseForm(context, 'the name of a time zone, such as Europe/Paris or UTC');
});

const markForm = z.string().superRefine((text, context) => {
  if (!numberMarkFlag.safeParse(text).success) {
    refuseForm(context, "one character such as , or . or ' (or the word space)");
  }
});

const maskForm = z.strictObject({
  keepStart: countForm.optional().describe('So many characters stay at the start; 0 unless given.'),
  keepEnd: countForm.optional().describe('So many characters stay at the end; 0 unless given.'),
  with: z.string().min(1).optional().describe('What stands for each of the others; * unless given.'),
});

const lengthForm = z.strictObject({ min: countForm.optional(), max: countForm.optional() });

/** Each key with what it does, in the order in which it is done. */
const keys = {
  from: z
    .string()
    .min(1)
    .describe('The name, the place (from 1) or the JSON path of the field it is made from; its own name unless given.'),
  trim: z.boolean().describe('Blanks around the value are taken away.'),
  lower: z.boolean().describe('Letters become small.'),
  upper: z.boolean().describe('Letters become capitals.'),
  replace: oneOrMore(replaceForm).describe('What a regular expression matches becomes something else.'),
  null: oneOrMore(valueForm).describe('Values that mean NULL.'),
  default: valueForm.describe('Takes the place of NULL.'),
  map: z.record(z.string(), z.union([valueForm, z.null()])).describe('Values, and what each becomes; null is NULL.'),
  otherwise: otherwiseForm.describe(
    'What a value becomes that the map does not have: reject (unless given), keep, null, or {value: …}.',
  ),
  lookup: lookupForm,
  format: oneOrMore(formatForm).describe(
    'How dates and times are written, in the tokens of Luxon; several are tried in turn.',
  ),
  timezone: timezoneForm.describe('The zone of times that are written without one, such as Europe/Paris.'),
  ambiguousTime: z
    .enum(['reject', 'earlier', 'later'])
    .describe(
      'What becomes of a local time that a change of the clock makes twice, or leaves out: reject unless given.',
    ),
  decimal: markForm.describe('The mark before the fraction of a number.'),
  thousands: markForm.describe('The mark between groups of three digits; the word space for a space.'),
  type: typeForm.describe(
    'What its values must be, such as numeric(12,2); also the type of the column in a new table.',
  ),
  hash: z
    .strictObject({ salt: z.string().min(1).describe('Goes before the value; from the environment: ${PII_SALT}.') })
    .describe('The value becomes the sha256 of a salt and itself, in hexadecimal digits.'),
  mask: z.union([z.boolean(), maskForm]).describe('Characters become *.'),
  expr: z.string().min(1).describe('An expression that makes the value; it reads what came before it as value.'),
  onError: z
    .union([z.enum(['reject', 'null', 'default']), z.null()])
    .describe('What becomes of a value that can not be made, or breaks a rule: its record is rejected unless given.'),
  required: z.boolean().describe('Rule: the value is not NULL.'),
  min: z.string().min(1).describe('Rule: the least value, of numbers, dates and times, or texts.'),
  max: z.string().min(1).describe('Rule: the greatest value.'),
  length: z.union([countForm, lengthForm]).describe('Rule: how many characters the value has, or {min, max}.'),
  pattern: patternForm.describe('Rule: a regular expression that matches some part of the value.'),
  in: oneOrMore(valueForm).describe('Rule: the values that are allowed.'),
  check: z.enum(VALUE_CHECKS).describe('Rule: the value is of a form that zod knows.'),
  unique: z.boolean().describe('Rule: no value but NULL comes twice in a run.'),
};

/** All that a column may have; contradictions are not looked for. */
export const columnKeysForm = z.strictObject(keys).partial();

/** A column of a pipeline file, as it is written. */
export type ColumnKeys = z.output<typeof columnKeysForm>;

function oneOrMore<Form extends z.ZodType>(form: Form) {
  return z.union([form, z.array(form).min(1)]);
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
