import type { CodePlan } from '../../../schema/transform/code-plan.js';
import type { ParsedPipeline } from '../parse-pipeline.js';
import { pipelineError } from '../pipeline-fault.js';
import { CodeNodes } from './code-nodes.js';
import { KeyPlaces } from './key-places.js';
import { readCodePlan } from './read-code-plan.js';

/** Where a definition comes from. */
export interface DefinitionSource {
  /** For messages. */
  readonly name: string;
  /** The text it was written in, in which places are looked for; empty: all are line 1. */
  readonly text: string;
  readonly env: NodeJS.ProcessEnv;
  readonly locate: CodePlan['locate'];
}

/**
 * Makes of the definition of a pipeline what a YAML file would be; its functions are kept apart.
 *
 * @throws SluiceError PIPELINE_INVALID
 */
export function readDefinition(
  definition: Readonly<Record<string, unknown>>,
  { name, text, env, locate }: DefinitionSource,
): ParsedPipeline {
  const places = new KeyPlaces(text);
  const { sections, plan, faults } = readCodePlan(definition, places);
  const nodes = new CodeNodes(places, env);
  const root = nodes.read(sections, places.start);
  const all = [...faults, ...nodes.faults];
  if (all.length > 0) throw pipelineError(name, all);
  const isCode = plan.schema !== null || plan.transform !== null;
  return { name, root, secrets: nodes.secrets, code: isCode ? { ...plan, file: name, text, locate } : null };
}
