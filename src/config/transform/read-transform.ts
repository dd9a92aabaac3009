import type { RecordRule, TransformPlan } from '../../schema/transform/transform-plan.js';
import type { ParsedPipeline } from '../pipeline/parse-pipeline.js';
import type { PipelineNode } from '../pipeline/pipeline-node.js';
import { PlanReader } from './plan-reader.js';
import { readColumn } from './read-column.js';
import { readSteps } from './read-steps.js';

/** What a pipeline file says of records. It fits the schema. */
export function readTransform({ name, root, code = null }: ParsedPipeline): TransformPlan {
  const reader = new PlanReader(name);
  const columns = reader.child(root, 'columns');
  const entries = columns?.kind === 'mapping' ? [...columns.entries] : [];
  return {
    ...readSteps(reader.child(root, 'transform'), reader),
    columns: entries
      .filter(([column]) => column !== OTHERS)
      .map(([column, entry]) => readColumn(column, entry, reader)),
    others: reader.text(columns, OTHERS) === 'drop' ? 'drop' : 'keep',
    where: reader.expression(root, 'where'),
    rules: rulesOf(reader.child(root, 'rules'), reader),
    code,
  };
}

/** Stands for all fields that no column is made from. */
const OTHERS = '*';

function rulesOf(node: PipelineNode | null, reader: PlanReader): RecordRule[] {
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item) => {
    const expr = reader.expression(item, 'expr');
    const message = reader.shown(item, 'message') ?? `breaks the rule ${reader.shown(item, 'expr') ?? ''}`;
    return expr === null ? [] : [{ expr, message }];
  });
}
