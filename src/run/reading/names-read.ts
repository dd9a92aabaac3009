import type { Expression } from '../../schema/transform/expression.js';
import type { RecordStepPlan } from '../../schema/transform/record-step-plan.js';
import type { CodeUse } from '../../transforms/code/add-code.js';
import { expressionNames } from '../../transforms/expressions/expression-names.js';
import { columnLabels } from './agreed-columns.js';
import type { Layout } from './record-source.js';
import type { Transformed } from './transformed-parts.js';

/** The names of fields that columns, conditions, steps and code of a plan read. */
export function namesRead(
  { source, plan, finder }: Pick<Transformed, 'source' | 'plan' | 'finder'>,
  layout: Layout,
  code: CodeUse | null,
): Set<string> {
  const made = new Set(plan.columns.map(({ name }) => name));
  const all = source.names === null ? layout.columns.map(({ name }) => name) : columnLabels(source);
  const conditions = [
    ...(plan.where === null ? [] : [plan.where]),
    ...plan.rules.map(({ expr }) => expr),
    ...plan.steps.flatMap(conditionsOf),
  ];
  const makers = plan.columns.flatMap(({ expr }) => (expr === null ? [] : [expr]));
  const namesIn = (expression: Expression): string[] => expressionNames(expression, all);
  const afterColumns = [...conditions.flatMap(namesIn), ...plan.steps.flatMap(keyOf), ...(code?.inputs ?? [])];
  return new Set([
    ...plan.columns.flatMap((column) => finder.sourceOf(column)?.field ?? []),
    // What makes a column may read the field that it takes the place of.
    ...makers.flatMap(namesIn),
    ...afterColumns.filter((name) => !made.has(name)),
  ]);
}

function conditionsOf(step: RecordStepPlan): Expression[] {
  return step.kind === 'where' ? [step.expr] : [];
}

function keyOf(step: RecordStepPlan): readonly string[] {
  return step.kind === 'dedupe' ? step.key : [];
}
