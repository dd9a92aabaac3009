import { z } from 'zod';
import { SluiceError } from '../../errors/sluice-error.js';
import { parseTableName } from '../../schema/table.js';
import { mapFlag } from '../flag-values.js';
import { addedColumnFlag } from '../reading-flags.js';
import { transformForm } from '../transform/transform-form.js';
import { identifierFlag, identifiersFlag } from '../write-flags.js';
import { flagForm } from './flag-form.js';
import { testsForm } from './tests-form.js';
import { keyName, sectionFlags, type PipelineFlag } from './pipeline-keys.js';

/** What a key takes where that is more than one value of its flag, or a list of them. */
const ownForms: Partial<Record<PipelineFlag, z.ZodType>> = {
  table: z.string().superRefine(checkTableName),
  map: z.union([oneOrMore(mapFlag), pairs(mapFlag, 'value')]),
  addColumn: z.union([oneOrMore(addedColumnFlag), pairs(addedColumnFlag, 'name')]),
  searchPath: z.union([identifiersFlag, z.array(identifierFlag).min(1)]),
};

const pathForm = z.string().min(1);

/** The form of a pipeline file: sections with keys, each of which takes what its flag takes. */
export const pipelineSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is; for editors.'),
  source: section(sectionFlags.source, { paths: z.union([pathForm, z.array(pathForm).min(1)]).optional() }).describe(
    'What is read, and how.',
  ),
  ...transformForm,
  target: section(sectionFlags.target).describe('The table, and how rows are written into it.'),
  errors: section(sectionFlags.errors).describe('How many records may be rejected, and where they go.'),
  run: section(sectionFlags.run).describe('How the load is run: how much at a time, how often, from where on.'),
  tests: testsForm,
});

function section(flags: readonly PipelineFlag[], more: z.core.$ZodLooseShape = {}): z.ZodType {
  const keys = flags.map((flag) => [keyName(flag), (ownForms[flag] ?? fileForm(flag)).optional()] as const);
  return z.strictObject({ ...more, ...Object.fromEntries(keys) }).optional();
}

/** A flag that may be repeated takes one value or a list. */
function fileForm(flag: PipelineFlag): z.ZodType {
  const form = flagForm(flag);
  return form instanceof z.ZodArray ? oneOrMore(form.element as z.ZodType) : form;
}

function oneOrMore(value: z.ZodType): z.ZodType {
  return z.union([value, z.array(value)]);
}

/**
 * A mapping in place of `name=value` texts.
 *
 * @param undivided - The side that must have no `=`, since the flag would divide there.
 */
function pairs(flag: z.ZodType, undivided: 'name' | 'value'): z.ZodType {
  return z.record(z.string(), z.string()).superRefine((entries, context) => {
    for (const [name, value] of Object.entries(entries)) {
      const { error } = flag.safeParse(`${name}=${value}`);
      const hasDivider = (undivided === 'name' ? name : value).includes('=');
      const [issue] = hasDivider ? [noDivider(undivided)] : (error?.issues ?? []);
      if (issue !== undefined) context.addIssue({ ...issue, code: 'custom', path: [name] });
    }
  });
}

function noDivider(side: string) {
  return { message: `can't have = in the ${side}`, params: { expected: `a ${side} without =` } };
}

function checkTableName(text: string, context: z.core.$RefinementCtx<string>): void {
  try {
    parseTableName(text);
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    context.addIssue({ code: 'custom', message: error.message.replace(/\.$/, '') });
  }
}
