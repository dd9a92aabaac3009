import { z } from 'zod';
import { loadFlags } from '../load-plan.js';
import type { PipelineFlag } from './pipeline-keys.js';

/** What a flag takes, less its default; of one that may be repeated a list. */
export function flagForm(flag: PipelineFlag): z.ZodType {
  return unwrapped(loadFlags.shape[flag]);
}

/** The form of a flag less its default. */
export function unwrapped(form: z.ZodType): z.ZodType {
  return (form instanceof z.ZodDefault || form instanceof z.ZodOptional ? form.unwrap() : form) as z.ZodType;
}
