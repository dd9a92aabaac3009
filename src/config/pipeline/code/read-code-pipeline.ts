import { resolve } from 'node:path';
import { printable } from '../../../errors/printable.js';
import { SluiceError } from '../../../errors/sluice-error.js';
import type { ParsedPipeline } from '../parse-pipeline.js';
import { importCode } from './import-code.js';
import { readDefinition } from './read-definition.js';

/** Where a pipeline file in code is, and what it runs in. */
export interface CodeSurroundings {
  /** The folder that a relative name starts from. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a pipeline file in code and makes of its definition what a YAML file would be; its functions are kept apart. Places
 * of keys are looked for in the text, and are line 1 where they are not found.
 *
 * @param name - As typed.
 * @param text - What is in it.
 * @throws SluiceError PIPELINE_INVALID with the place in the user's file.
 */
export async function readCodePipeline(
  name: string,
  text: string,
  { cwd, env }: CodeSurroundings,
): Promise<ParsedPipeline> {
  const { definition, locate } = await importCode(name, resolve(cwd, name), text);
  if (!isObject(definition)) throw noObject(name, definition);
  return readDefinition(definition, { name, text, env, locate });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise);
}

function noObject(name: string, definition: unknown): SluiceError {
  const what =
    typeof definition === 'function' ? 'a function' : definition instanceof Promise ? 'a promise' : 'no object';
  const message = `The default export of ${printable(name, 200)} is ${what}.`;
  return new SluiceError('PIPELINE_INVALID', message, {
    hint: 'It is to be a pipeline: export default definePipeline({ … })',
  });
}
