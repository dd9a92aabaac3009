import { schemaNames } from '../../schema/transform/code-plan.js';
import type { CodeUse } from '../../transforms/code/add-code.js';
import { codeInputs, codeOutputs } from './code-names.js';
import type { Layout } from './record-source.js';
import type { Transformed } from './transformed-parts.js';

/** What the code of a plan is given, and what may come out of it; null: the plan has none. */
export function codeUse(
  { plan, source, before, resources: { signal } }: Omit<Transformed, 'finder'>,
  { columns }: Pick<Layout, 'columns'>,
): CodeUse | null {
  const { code } = plan;
  if (code === null) return null;
  const names = before ?? [];
  const asked = columns.map(({ name }) => name);
  const isOpen = source.format !== 'csv' && plan.others === 'keep';
  const late = isOpen ? [...asked, ...(schemaNames(code.schema) ?? [])] : [];
  return {
    plan: code,
    inputs: codeInputs(code, names, late),
    // A transform fills what is asked for, and nothing else.
    outputs: code.transform === null ? [...new Set([...codeOutputs(code, names), ...asked])] : asked,
    declared: new Map(plan.columns.flatMap(({ name, type }) => (type === null ? [] : [[name, type]]))),
    signal,
  };
}
