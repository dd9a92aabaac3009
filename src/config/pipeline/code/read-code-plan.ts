import type { CodePlan } from '../../../schema/transform/code-plan.js';
import type { PipelineFault } from '../pipeline-fault.js';
import type { KeyPlaces } from './key-places.js';

/** What a definition has besides the sections of a file. */
export interface CodeParts {
  /** The definition with the sections only. */
  readonly sections: Readonly<Record<string, unknown>>;
  readonly plan: Omit<CodePlan, 'file' | 'text' | 'locate'>;
  readonly faults: readonly PipelineFault[];
}

/** Takes the functions of a definition apart from its sections. */
export function readCodePlan(definition: Readonly<Record<string, unknown>>, places: KeyPlaces): CodeParts {
  const { schema, transform, output, concurrency, ...others } = definition;
  const steps = stepsOf(transform);
  const misplaced = Object.keys(others).filter((key) => isFunction(others[key]));
  const sections = Object.fromEntries(Object.entries(others).filter(([key]) => !misplaced.includes(key)));
  const faults = [...misplaced.map(misplacedFault), ...stepFaults(steps), ...formFaults(definition)].map(
    ([key, text]) => ({
      place: places.at(places.find(key, places.start)),
      text: `${key}: ${text}`,
    }),
  );
  return {
    sections: steps.list === undefined ? sections : { ...sections, transform: steps.list },
    plan: {
      schema: isSchema(schema) ? (schema ?? null) : null,
      transform: steps.functions[0] ?? null,
      output: isNames(output) ? (output ?? []) : [],
      concurrency: isConcurrency(concurrency) ? (concurrency ?? DEFAULT_CONCURRENCY) : DEFAULT_CONCURRENCY,
      stepsBefore: steps.before,
    },
    faults,
  };
}

/** A key, and what is wrong with its value. */
type KeyFault = readonly [key: string, text: string];

function misplacedFault(key: string): KeyFault {
  return [key, 'takes no function; only transform does'];
}

function stepFaults({ functions, isLateShape }: Steps): KeyFault[] {
  const several: KeyFault = ['transform', 'one function at most is one of the steps'];
  const late: KeyFault = ['transform', 'explode and flatten come before the function'];
  return [...(functions.length > 1 ? [several] : []), ...(isLateShape ? [late] : [])];
}

function formFaults({ schema, output, concurrency }: Readonly<Record<string, unknown>>): KeyFault[] {
  const faults: KeyFault[] = [];
  if (!isSchema(schema)) faults.push(['schema', 'takes a schema of zod 4, such as z.object({ … })']);
  if (!isNames(output)) faults.push(['output', 'takes a list of the names of columns']);
  if (!isConcurrency(concurrency)) {
    faults.push(['concurrency', `takes a whole number from 1 to ${MAX_CONCURRENCY}`]);
  }
  return faults;
}

type Transform = NonNullable<CodePlan['transform']>;

interface Steps {
  /** What is left for the schema of the file to look at; undefined: nothing. */
  readonly list: unknown;
  readonly functions: readonly Transform[];
  /** How many steps on records stand before the function. */
  readonly before: number;
  /** Some step that gives records another shape stands behind the function. */
  readonly isLateShape: boolean;
}

function stepsOf(transform: unknown): Steps {
  if (isFunction(transform)) return { list: undefined, functions: [transform], before: 0, isLateShape: false };
  if (!Array.isArray(transform)) return { list: transform, functions: [], before: 0, isLateShape: false };
  const items: readonly unknown[] = transform;
  const place = items.findIndex(isFunction);
  return {
    list: items.filter((item) => !isFunction(item)),
    functions: items.filter(isFunction),
    before: items.slice(0, Math.max(place, 0)).filter((item) => !isShape(item)).length,
    isLateShape: place >= 0 && items.slice(place).some(isShape),
  };
}

function isFunction(value: unknown): value is Transform {
  return typeof value === 'function';
}

function isShape(item: unknown): boolean {
  return typeof item === 'object' && item !== null && ('explode' in item || 'flatten' in item);
}

/** By what it can do: it may come from another copy of zod than ours. */
function isSchema(value: unknown): value is CodePlan['schema'] | undefined {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && '_zod' in value && 'safeParse' in value && typeof value.safeParse === 'function';
}

function isNames(value: unknown): value is readonly string[] | undefined {
  return (
    value === undefined || (Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== ''))
  );
}

function isConcurrency(value: unknown): value is number | undefined {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_CONCURRENCY);
}

const DEFAULT_CONCURRENCY = 16;

const MAX_CONCURRENCY = 10_000;
