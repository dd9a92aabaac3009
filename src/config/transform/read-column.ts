import { NO_RULES, type ColumnChange, type ColumnPlan } from '../../schema/transform/column-plan.js';
import { typeFromName } from '../../schema/type-from-name.js';
import type { PipelineEntry } from '../pipeline/pipeline-node.js';
import { PlanReader } from './plan-reader.js';

/**
 * Reads one column of a pipeline file.
 *
 * @param name - Its name afterwards.
 * @param entry - Its key and what it takes; it fits the schema.
 */
export function readColumn(name: string, entry: PipelineEntry, reader: PlanReader): ColumnPlan {
  const { node } = entry;
  const place = `${reader.placeOf(entry)}: columns.${name}`;
  const from = node.kind === 'scalar' ? String(node.value) : reader.text(node, 'from');
  const type = reader.text(node, 'type');
  return {
    name,
    from,
    changes: changesOf(node, reader),
    type: type === null ? null : typeFromName(type),
    disguises: [],
    expr: reader.expression(node, 'expr'),
    rules: { ...NO_RULES, unique: reader.flag(node, 'unique') },
    onError: 'reject',
    default: null,
    place,
  };
}

function changesOf(node: PipelineEntry['node'], reader: PlanReader): ColumnChange[] {
  const kinds = ['trim', 'lower', 'upper'] as const;
  return kinds.filter((kind) => reader.flag(node, kind)).map((kind) => ({ kind }));
}
