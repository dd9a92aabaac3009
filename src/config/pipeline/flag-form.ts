import { z } from 'zod';
import { loadFlags } from '../load-plan.js';
import type { PipelineFlag } from './pipeline-keys.js';

/** What a flag takes, less its default; of one that may be repeated a list. */
export function flagForm(flag: PipelineFlag): z.ZodType {
  const form = loadFlags.shape[flag];
  return (form instanceof z.ZodDefault || form instanceof z.ZodOptional ? form.unwrap() : form) as z.ZodType;
}
