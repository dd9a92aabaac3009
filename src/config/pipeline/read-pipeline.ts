import { extname } from 'node:path';
import { CODE_EXTENSIONS } from './code/code-extensions.js';
import { parsePipeline, type ParsedPipeline, type ParsingOptions } from './parse-pipeline.js';
import { readPipelineText } from './read-pipeline-text.js';

/** Where a pipeline is read. */
export interface PipelineSurroundings extends ParsingOptions {
  /** The folder that a relative name starts from. */
  readonly cwd: string;
  /** What the file holds. Default: it is read */
  readonly text?: string;
}

/** A pipeline: a file, as typed, or a definition. */
export type GivenPipeline = string | object;

/** How messages call a pipeline. */
export function pipelineName(pipeline: GivenPipeline): string {
  return typeof pipeline === 'string' ? pipeline : 'pipeline';
}

/**
 * Reads a pipeline: YAML and JSON are parsed, TypeScript and JavaScript are run, and a definition is taken as it is.
 *
 * @param pipeline - What the name of a file ends in says what it is.
 * @throws SluiceError USAGE when it ends in something else; PIPELINE_INVALID when it can't be read, or something in it is
 * wrong, with its place.
 */
export async function readPipeline(
  pipeline: GivenPipeline,
  surroundings: PipelineSurroundings,
): Promise<ParsedPipeline> {
  if (typeof pipeline !== 'string') {
    const { readDefinition } = await import('./code/read-definition.js');
    const source = { name: pipelineName(pipeline), text: '', env: surroundings.env, locate: () => null };
    return readDefinition(pipeline as Readonly<Record<string, unknown>>, source);
  }
  const { text = await readPipelineText(pipeline, surroundings.cwd) } = surroundings;
  if (!CODE_EXTENSIONS.has(extname(pipeline).toLowerCase())) return parsePipeline(pipeline, text, surroundings);
  const { readCodePipeline } = await import('./code/read-code-pipeline.js');
  return readCodePipeline(pipeline, text, surroundings);
}
