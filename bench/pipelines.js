/** The pipelines of the benchmark: what each asks of the ten columns of make-data.js. */

/** A pipeline in YAML, by the name of its file. */
export const yamlPipelines = {
  'select.sluice.yaml': `
columns:
  score: {}
  name: {}
  id: {}
  mail: { from: email }
  remark: { from: note }
  amount: {}
  quantity: {}
  created_at: {}
  active: {}
  uid: {}
  '*': drop
`,
  'clean.sluice.yaml': `
columns:
  name: { trim: true, lower: true }
  email: { trim: true, lower: true }
where: quantity >= 0
`,
  'cel.sluice.yaml': `
columns:
  amount: { expr: 'amount * 1.25' }
where: quantity >= 0 && active != null
`,
  'dedupe.sluice.yaml': `
transform:
  - dedupe: id
`,
};

/** A zod object schema over all ten fields, and a transform that adds a column. */
export const codePipeline = `
import { definePipeline } from 'sluice';
import { z } from 'zod';

export default definePipeline({
  schema: z.object({
    id: z.union([z.number(), z.bigint()]),
    uid: z.string(),
    name: z.string(),
    email: z.string(),
    note: z.string(),
    amount: z.union([z.number(), z.string()]),
    quantity: z.number().int().min(0),
    created_at: z.string(),
    active: z.boolean(),
    score: z.number().nullable(),
  }),
  transform: (record) => ({ ...record, total: Number(record.amount) * record.quantity }),
});
`;

/** The table for the pipelines that need another one than the plain load. */
export const tables = {
  'select.sluice.yaml': `create table bench (
    score integer, name text, id bigint, mail text, remark text, amount numeric(12,2), quantity integer,
    created_at timestamptz, active boolean, uid uuid
  )`,
  'code.sluice.ts': `create table bench (
    id bigint, uid uuid, name text, email text, note text, amount numeric(12,2), quantity integer,
    created_at timestamptz, active boolean, score integer, total double precision
  )`,
};
