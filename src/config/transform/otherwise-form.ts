import { z } from 'zod';
import { valueForm } from './value-form.js';

/** What `otherwise` of a map or a lookup takes. YAML's own null is meant as the word. */
export const otherwiseForm = z.union([
  z.enum(['reject', 'keep', 'null']),
  z.null(),
  z.strictObject({ value: valueForm.describe('What any other value becomes.') }),
]);
