import { z } from 'zod';
import { checkColumn } from './check-column.js';
import { columnKeysForm } from './column-keys.js';

/** What a key of `columns` takes: the field that it is made from, or all that is done with it. */
export const columnForm = z.union([z.string().min(1), columnKeysForm.superRefine(checkColumn)]);
