import type { ColumnChange } from '../../schema/transform/column-plan.js';
import type { PipelineNode } from '../pipeline/pipeline-node.js';
import { numberMarkFlag } from '../reading-flags.js';
import type { PlanReader } from './plan-reader.js';
import { readLookup } from './read-lookup.js';
import { readOtherwise } from './read-otherwise.js';

/** Reads what is done to the values of a column, in the order in which it is done. The column fits the schema. */
export function readChanges(node: PipelineNode, reader: PlanReader): ColumnChange[] {
  const flags = (['trim', 'lower', 'upper'] as const).filter((kind) => reader.flag(node, kind));
  return [
    ...flags.map((kind) => ({ kind })),
    ...replacesOf(reader.child(node, 'replace'), reader),
    ...nullOf(node, reader),
    ...defaultOf(node, reader),
    ...mapOf(node, reader),
    ...readLookup(node, reader),
    ...dateOf(node, reader),
    ...numberOf(node, reader),
  ];
}

function replacesOf(node: PipelineNode | null, reader: PlanReader): ColumnChange[] {
  if (node === null) return [];
  return (node.kind === 'list' ? node.items : [node]).map((item) => ({
    kind: 'replace',
    pattern: new RegExp(reader.text(item, 'pattern') ?? '', `g${reader.text(item, 'flags') ?? ''}`),
    with: reader.text(item, 'with') ?? '',
  }));
}

function nullOf(node: PipelineNode, reader: PlanReader): ColumnChange[] {
  const values = reader.texts(node, 'null');
  return values === null ? [] : [{ kind: 'null', values: new Set(values) }];
}

function defaultOf(node: PipelineNode, reader: PlanReader): ColumnChange[] {
  const value = reader.text(node, 'default');
  return value === null ? [] : [{ kind: 'default', value }];
}

function mapOf(node: PipelineNode, reader: PlanReader): ColumnChange[] {
  const map = reader.child(node, 'map');
  if (map?.kind !== 'mapping') return [];
  const values = [...map.entries].flatMap(([from, { node: to }]) =>
    to.kind === 'scalar' ? [[from, to.value === null ? null : String(to.value)] as const] : [],
  );
  return [{ kind: 'map', values: new Map(values), otherwise: readOtherwise(node, reader) }];
}

function dateOf(node: PipelineNode, reader: PlanReader): ColumnChange[] {
  const formats = reader.texts(node, 'format');
  const timezone = reader.text(node, 'timezone');
  if (formats === null && timezone === null) return [];
  const ambiguous = reader.text(node, 'ambiguousTime');
  return [
    {
      kind: 'date',
      formats: formats ?? [],
      timezone,
      ambiguous: ambiguous === 'earlier' || ambiguous === 'later' ? ambiguous : 'reject',
    },
  ];
}

function numberOf(node: PipelineNode, reader: PlanReader): ColumnChange[] {
  const decimal = reader.text(node, 'decimal');
  const thousands = reader.text(node, 'thousands');
  if (decimal === null && thousands === null) return [];
  return [{ kind: 'number', marks: { decimal: markOf(decimal), thousands: markOf(thousands) } }];
}

function markOf(text: string | null): number | null {
  return text === null ? null : numberMarkFlag.parse(text);
}
