import { z } from 'zod';

/** A value as it is written: a number is a text, and so are true and false where one is due. */
export const valueForm = z.union([z.string(), z.boolean()]);
