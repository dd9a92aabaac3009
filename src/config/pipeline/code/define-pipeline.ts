import type { z } from 'zod';
import type { TransformContext } from '../../../schema/transform/code-plan.js';
import type { transformForm } from '../../transform/transform-form.js';
import type { PipelineFlag, sectionFlags } from '../pipeline-keys.js';

/** A value of a record, where no schema says more: numbers are bigint or string where a number can't hold them. */
export type Value = string | number | bigint | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;

/** What a transform function may return: a record, several, or none, which filters it. */
export type Transformed = object | readonly object[] | null | undefined;

/** What is done with every record: its columns by their names. */
export type TransformFunction<Row> = (record: Row, context: TransformContext) => Transformed | Promise<Transformed>;

/** A zod schema (version 4), of any copy of zod, by what comes out of it. */
export interface SchemaOf<Row> {
  readonly _zod: { readonly output: Row };
  readonly safeParse: (value: unknown) => unknown;
}

/** What a key of a section takes. */
export type Setting = Scalar | readonly Scalar[] | Readonly<Record<string, Scalar>>;

type Scalar = string | number | boolean;

type SectionFlags = typeof sectionFlags;

/** A section: its keys are those of the YAML file. */
export type PipelineSection<Name extends keyof SectionFlags> = {
  readonly [Flag in SectionFlags[Name][number] as KeyName<Flag>]?: Setting;
};

type KeyName<Flag extends PipelineFlag> = Flag extends 'setRole' ? 'role' : Flag;

/** Where the file has texts, code may have numbers, and regular expressions. */
type Loose<Form> = Form extends string
  ? string extends Form
    ? string | number | RegExp
    : Form
  : Form extends readonly (infer Item)[]
    ? readonly Loose<Item>[]
    : Form extends object
      ? { readonly [Key in keyof Form]: Loose<Form[Key]> }
      : Form;

type RecordForms = z.input<z.ZodObject<typeof transformForm>>;

type Steps = NonNullable<RecordForms['transform']>;

/** A pipeline in code: the sections of the YAML file, and functions. */
export interface PipelineDefinition<Row extends object> {
  /** What is read, and how. */
  readonly source?: PipelineSection<'source'> & { readonly paths?: string | readonly string[] };
  /** The columns that are made or changed; `*` stands for all others. */
  readonly columns?: Loose<NonNullable<RecordForms['columns']>>;
  /** Only records for which this expression is true go on. */
  readonly where?: string;
  /** What must hold for each record. */
  readonly rules?: Loose<NonNullable<RecordForms['rules']>>;
  /** A zod schema that each record is run through after that: what comes out of it is what `transform` gets. */
  readonly schema?: SchemaOf<Row>;
  /** What is done with each record; or the steps on records, one of which may be such a function. */
  readonly transform?: TransformFunction<Row> | readonly (Loose<Steps[number]> | TransformFunction<Row>)[];
  /** Columns that `transform` returns besides those of the record. Where a table has them they need not be named. */
  readonly output?: readonly string[];
  /** Calls of an asynchronous `transform` that may be under way at a time, from 1. Default: 16 */
  readonly concurrency?: number;
  /** The table, and how rows are written into it. */
  readonly target?: PipelineSection<'target'>;
  /** How many records may be rejected, and where they go. */
  readonly errors?: PipelineSection<'errors'>;
  /** How the load is run. */
  readonly run?: PipelineSection<'run'>;
  /** Examples, for `sluice test`. */
  readonly tests?: readonly unknown[];
}

/**
 * Defines a pipeline in a file of JavaScript or TypeScript, whose default export it is to be.
 *
 * @example
 * export default definePipeline({
 *   schema: z.object({ id: z.number(), price: z.number(), quantity: z.number() }),
 *   transform: (order) => ({ ...order, total: order.price * order.quantity }),
 *   target: { table: 'orders' },
 * });
 * @returns What it was given: it is there for the types.
 */
export function definePipeline<Row extends object = Record<string, Value>>(
  definition: PipelineDefinition<Row>,
): PipelineDefinition<Row> {
  return definition;
}
