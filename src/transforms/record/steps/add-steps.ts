import type { ColumnPlan } from '../../../schema/transform/column-plan.js';
import type { RecordStepPlan } from '../../../schema/transform/record-step-plan.js';
import type { BuildSite } from '../build-site.js';
import { RecordExpression } from '../record-expression.js';
import type { Scope, ScopeField } from '../scope.js';
import type { Task } from '../task.js';
import { WhereTask } from '../where-task.js';
import { DedupeTask } from './dedupe-task.js';
import { LimitTask } from './limit-task.js';
import { noColumn } from './no-column.js';
import { RecordKey } from './record-key.js';
import { SampleTask } from './sample-task.js';
import { SkipTask } from './skip-task.js';
import { UniqueTask, type UniqueColumn } from './unique-task.js';

/**
 * Adds the steps on whole records to a program, in their order. Records with faults have left the batch before.
 *
 * @param scope - What a record has by then.
 * @throws SluiceError EXPRESSION_INVALID; COLUMN_MISMATCH when a step names a column that records don't have.
 */
export function addSteps(steps: readonly RecordStepPlan[], scope: Scope, site: BuildSite): void {
  for (const step of steps) site.program.add(stepTask(step, scope, site));
}

function stepTask(step: RecordStepPlan, scope: Scope, { program: { bench }, memory }: BuildSite): Task {
  switch (step.kind) {
    case 'where':
      return new WhereTask(new RecordExpression(step.expr, scope, { bench, called: 'where', column: null }), bench);
    case 'dedupe':
      return new DedupeTask(new RecordKey(keyFields(step, scope)), memory.keysOf(step), bench);
    case 'limit':
      return new LimitTask(step.count, { kept: memory.countOf(step), memory }, bench);
    case 'skip':
      return new SkipTask(step.count, memory.countOf(step), bench);
    case 'sample':
      return new SampleTask(step, bench);
  }
}

function keyFields({ key, place }: RecordStepPlan & { readonly kind: 'dedupe' }, scope: Scope): ScopeField[] {
  return key.map((name) => {
    const field = scope.get(name);
    if (field === undefined) throw noColumn(name, place, [...scope.keys()]);
    return field;
  });
}

/**
 * Adds the check of the rule `unique`, for all columns that have it. It must come after all that may find a fault in a record,
 * and before the records with faults leave the batch.
 *
 * @param scope - What a record has by then.
 * @returns The scope afterwards: a column whose values may be replaced has a field of its own.
 */
export function addUnique(columns: readonly ColumnPlan[], scope: Scope, site: BuildSite): Scope {
  const after = new Map(scope);
  const unique = columns.flatMap((column): UniqueColumn[] => {
    const field = after.get(column.name);
    if (!column.rules.unique || field === undefined) return [];
    const own = column.onError === 'reject' ? field : ownField(field, site);
    after.set(column.name, own);
    return [uniqueColumn(column, own, site)];
  });
  if (unique.length > 0) site.program.add(new UniqueTask(unique, site.program.bench));
  return after;
}

function uniqueColumn(plan: ColumnPlan, field: ScopeField, site: BuildSite): UniqueColumn {
  const { name, onError, default: value } = plan;
  return {
    name,
    slot: field.slot,
    key: new RecordKey([field]),
    seen: site.memory.keysOf(plan),
    onFault:
      onError === 'reject' ? { kind: 'reject' } : { kind: 'replace', value: onError === 'default' ? value : null },
  };
}

/** Other columns may be made from the same field. */
function ownField(field: ScopeField, { program, newSlot }: BuildSite): ScopeField {
  const slot = newSlot();
  const { writer } = program.bench;
  program.add({
    run: ({ recordCount, width }) => {
      for (let record = 0; record < recordCount; record++)
        writer.copy(record * width + field.slot, record * width + slot);
    },
  });
  return { ...field, slot };
}
