import type { RecordStepPlan, ShapeStepPlan } from '../../schema/transform/record-step-plan.js';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import type { PipelineNode } from '../pipeline/pipeline-node.js';
import type { PlanReader } from './plan-reader.js';

/** Reads the list `transform` of a pipeline file. It fits the schema. */
export function readSteps(node: PipelineNode | null, reader: PlanReader): Pick<TransformPlan, 'shape' | 'steps'> {
  const items = node?.kind === 'list' ? node.items : [];
  return {
    shape: items.flatMap((item) => shapeStep(item, reader)),
    steps: items.flatMap((item) => recordStep(item, reader)),
  };
}

function shapeStep(item: PipelineNode, reader: PlanReader): ShapeStepPlan[] {
  const flattened = reader.text(item, 'flatten');
  if (flattened !== null) return [{ kind: 'flatten', field: flattened }];
  const explode = reader.child(item, 'explode');
  if (explode === null) return [];
  const field = explode.kind === 'scalar' ? String(explode.value) : (reader.text(explode, 'field') ?? '');
  return [{ kind: 'explode', field, empty: reader.text(explode, 'empty') === 'keep' ? 'keep' : 'filter' }];
}

function recordStep(item: PipelineNode, reader: PlanReader): RecordStepPlan[] {
  const expr = reader.expression(item, 'where');
  if (expr !== null) return [{ kind: 'where', expr }];
  const key = reader.texts(item, 'dedupe');
  if (key !== null) return [{ kind: 'dedupe', key, place: `${reader.placeOf(item)}: dedupe` }];
  for (const kind of ['limit', 'skip'] as const) {
    const count = reader.text(item, kind);
    if (count !== null) return [{ kind, count: Number(count) }];
  }
  return sampleStep(item, reader);
}

function sampleStep(item: PipelineNode, reader: PlanReader): RecordStepPlan[] {
  const sample = reader.child(item, 'sample');
  if (sample === null) return [];
  const rate = sample.kind === 'scalar' ? String(sample.value) : reader.text(sample, 'rate');
  return [{ kind: 'sample', rate: Number(rate), seed: Number(reader.text(sample, 'seed') ?? 0) }];
}
