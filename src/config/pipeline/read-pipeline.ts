import { extname } from 'node:path';
import { CODE_EXTENSIONS } from './code/code-extensions.js';
import type { CodeSurroundings } from './code/read-code-pipeline.js';
import { parsePipeline, type ParsedPipeline } from './parse-pipeline.js';
import { readPipelineText } from './read-pipeline-text.js';

/**
 * Reads a pipeline file: YAML and JSON are parsed, TypeScript and JavaScript are run.
 *
 * @param name - As typed; what it ends in says what it is.
 * @throws SluiceError USAGE when it ends in something else; PIPELINE_INVALID when it can't be read, or something in it is
 * wrong, with its place.
 */
export async function readPipeline(name: string, surroundings: CodeSurroundings): Promise<ParsedPipeline> {
  const text = await readPipelineText(name, surroundings.cwd);
  if (!CODE_EXTENSIONS.has(extname(name).toLowerCase())) return parsePipeline(name, text, surroundings.env);
  const { readCodePipeline } = await import('./code/read-code-pipeline.js');
  return readCodePipeline(name, text, surroundings);
}
