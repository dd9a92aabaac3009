import type { ColumnDisguise, ColumnPlan } from '../../schema/transform/column-plan.js';
import { typeFromName } from '../../schema/type-from-name.js';
import type { PipelineEntry, PipelineNode } from '../pipeline/pipeline-node.js';
import type { PlanReader } from './plan-reader.js';
import { readChanges } from './read-changes.js';
import { readRules } from './read-rules.js';

/**
 * Reads one column of a pipeline file.
 *
 * @param name - Its name afterwards.
 * @param entry - Its key and what it takes; it fits the schema.
 */
export function readColumn(name: string, entry: PipelineEntry, reader: PlanReader): ColumnPlan {
  const { node } = entry;
  const from = node.kind === 'scalar' ? String(node.value) : reader.text(node, 'from');
  const type = reader.text(node, 'type');
  return {
    name,
    from,
    changes: readChanges(node, reader),
    type: type === null ? null : typeFromName(type),
    disguises: disguisesOf(node, reader),
    expr: reader.expression(node, 'expr'),
    rules: readRules(node, reader),
    onError: onErrorOf(reader.text(node, 'onError')),
    default: reader.text(node, 'default'),
    place: `${reader.placeOf(entry)}: columns.${name}`,
  };
}

function onErrorOf(text: string | null): ColumnPlan['onError'] {
  return text === 'null' || text === 'default' ? text : 'reject';
}

function disguisesOf(node: PipelineNode, reader: PlanReader): ColumnDisguise[] {
  const salt = reader.text(reader.child(node, 'hash'), 'salt');
  return [...(salt === null ? [] : [{ kind: 'hash', salt } as const]), ...maskOf(node, reader)];
}

function maskOf(node: PipelineNode, reader: PlanReader): ColumnDisguise[] {
  const mask = reader.child(node, 'mask');
  if (mask === null || (mask.kind === 'scalar' && mask.value === false)) return [];
  const count = (key: string): number => Number(reader.text(mask, key) ?? 0);
  return [
    { kind: 'mask', keepStart: count('keepStart'), keepEnd: count('keepEnd'), with: reader.text(mask, 'with') ?? '*' },
  ];
}
