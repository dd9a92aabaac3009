import { z } from 'zod';
import { readingFlags, readingPlan, type ReadingPlan } from '../reading-plan.js';

/** How the CSV file of a lookup is read: with a header, and all else as its content says. */
export function lookupReading(path: string): ReadingPlan {
  return readingPlan([path], z.object(readingFlags).parse({ format: 'csv' }));
}
