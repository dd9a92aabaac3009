import type { ColumnType } from '../../schema/codecs/codec.js';
import { schemaNames, type CodePlan } from '../../schema/transform/code-plan.js';
import type { TypeOf } from '../../schema/transform/transform-plan.js';
import type { RecordProgram } from '../record/record-program.js';
import type { Scope, ScopeField } from '../record/scope.js';
import { CodeFaultKinds } from './code-fault-kinds.js';
import { codeField, codeKindOf } from './code-field.js';
import { CodeRecords } from './code-records.js';
import type { CodeOutput } from './code-results.js';
import { CodeTask } from './code-task.js';

/** The code of a pipeline, for one reading. */
export interface CodeUse {
  readonly plan: CodePlan;
  /** The names that a record has for it, as far as there are such. */
  readonly inputs: readonly string[];
  /** The names that may come out of it. */
  readonly outputs: readonly string[];
  /** The types that the pipeline gives columns. */
  readonly declared: ReadonlyMap<string, ColumnType>;
  /** Aborted when the run is. */
  readonly signal: AbortSignal;
}

/** Where the code is added. */
export interface CodeSite {
  readonly program: RecordProgram;
  readonly typeOf: TypeOf;
  readonly newSlot: () => number;
}

/**
 * Adds the code of a pipeline to a program.
 *
 * @param scope - What records have before it.
 * @returns What they have after it.
 */
export function addCode({ plan, inputs, outputs, declared, signal }: CodeUse, scope: Scope, site: CodeSite): Scope {
  const { bench } = site.program;
  const fields = inputs.flatMap((name) => {
    const field = scope.get(name);
    return field === undefined ? [] : [codeField(name, field)];
  });
  const typeOf = (name: string) => declared.get(name) ?? site.typeOf(name);
  const given = new Set(fields.map(({ name }) => name));
  const after = scopeAfter(outputs, given, { scope, site: { ...site, typeOf } });
  const written = [...after].map(([name, field]): CodeOutput => ({
    name,
    slot: field.slot,
    input: fields.findIndex((input) => input.name === name),
    isJson: isJsonText(field, given.has(name) ? scope.get(name) : undefined),
  }));
  const added = outputs.filter((name) => !given.has(name));
  const records = new CodeRecords(fields, plan.schema === null ? added : [], bench.reader);
  const listed = schemaNames(plan.schema);
  const kinds = new CodeFaultKinds(plan);
  site.program.add(
    new CodeTask({ plan, records, outputs: written, added: listed === null ? [] : added, kinds, bench, signal }),
  );
  return after;
}

/** What is given and comes out again stays in its field, unless two share it. */
function scopeAfter(
  outputs: readonly string[],
  given: ReadonlySet<string>,
  { scope, site }: { readonly scope: Scope; readonly site: CodeSite },
): Scope {
  const isJson = [...scope.values()].some((field) => field.isJson);
  const taken = new Set<number>();
  const after = new Map<string, ScopeField>();
  for (const name of outputs) {
    const before = given.has(name) ? scope.get(name) : undefined;
    const isShared = before === undefined || taken.has(before.slot);
    const slot = isShared ? site.newSlot() : before.slot;
    taken.add(slot);
    after.set(name, { slot, type: site.typeOf(name), isJson: before?.isJson ?? isJson });
  }
  return after;
}

/** What is read as JSON is written as JSON. */
function isJsonText(after: ScopeField, before: ScopeField | undefined): boolean {
  const isOfJson = (field: ScopeField): boolean => field.isJson || codeKindOf(field) === 'json';
  return isOfJson(after) || (before !== undefined && isOfJson(before));
}
