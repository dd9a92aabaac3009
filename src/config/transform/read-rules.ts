import { NO_RULES, VALUE_CHECKS, type ColumnRules } from '../../schema/transform/column-plan.js';
import type { PipelineNode } from '../pipeline/pipeline-node.js';
import type { PlanReader } from './plan-reader.js';

/** Reads what must hold for the values of a column. It fits the schema. */
export function readRules(node: PipelineNode, reader: PlanReader): ColumnRules {
  const allowed = reader.texts(node, 'in');
  const check = reader.text(node, 'check');
  const pattern = patternOf(node, reader);
  return {
    ...NO_RULES,
    required: reader.flag(node, 'required'),
    min: reader.text(node, 'min'),
    max: reader.text(node, 'max'),
    ...lengthsOf(node, reader),
    pattern,
    in: allowed === null ? null : new Set(allowed),
    unique: reader.flag(node, 'unique'),
    check: VALUE_CHECKS.find((known) => known === check) ?? null,
    hidden: new Set([
      ...['min', 'max', 'in'].flatMap((key) => reader.secrets(node, key)),
      ...(hasSecretPattern(node, reader) ? [String(pattern)] : []),
    ]),
  };
}

function hasSecretPattern(node: PipelineNode, reader: PlanReader): boolean {
  return [node, reader.child(node, 'pattern')].some((at) => reader.secrets(at, 'pattern').length > 0);
}

function lengthsOf(node: PipelineNode, reader: PlanReader): Pick<ColumnRules, 'minLength' | 'maxLength'> {
  const exact = reader.text(node, 'length');
  const limits = reader.child(node, 'length');
  const [min, max] = exact === null ? [reader.text(limits, 'min'), reader.text(limits, 'max')] : [exact, exact];
  return { minLength: min === null ? null : Number(min), maxLength: max === null ? null : Number(max) };
}

function patternOf(node: PipelineNode, reader: PlanReader): RegExp | null {
  const plain = reader.text(node, 'pattern');
  if (plain !== null) return new RegExp(plain);
  const within = reader.child(node, 'pattern');
  const pattern = reader.text(within, 'pattern');
  return pattern === null ? null : new RegExp(pattern, reader.text(within, 'flags') ?? '');
}
