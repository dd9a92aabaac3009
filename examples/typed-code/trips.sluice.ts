/**
 * A pipeline in TypeScript: a zod schema for each record, and a function that makes a row of each leg of a trip.
 *
 *   sluice load --pipeline examples/typed-code/trips.sluice.ts
 */
import { definePipeline } from 'sluice';
import { z } from 'zod';

const trip = z
  .object({
    trip_id: z.union([z.number(), z.bigint()]),
    started: z.iso.datetime(),
    ended: z.iso.datetime(),
    stops: z.array(z.string().length(1)).min(2),
  })
  .refine(({ started, ended }) => started <= ended, { message: 'ends before it starts', path: ['ended'] });

export default definePipeline({
  source: { paths: 'trips.ndjson' },
  schema: trip,
  transform: ({ trip_id, started, stops }) =>
    stops.slice(1).map((to, leg) => ({ trip_id, leg: leg + 1, started, from_stop: stops[leg], to_stop: to })),
  target: { table: 'trip_legs' },
  errors: { maxErrors: '1' },
});
