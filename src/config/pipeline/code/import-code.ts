import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Jiti, JitiOptions } from 'jiti';
import { printable } from '../../../errors/printable.js';
import { SluiceError } from '../../../errors/sluice-error.js';
import { codeLocator } from './code-places.js';
import { definePipeline } from './define-pipeline.js';

/** A pipeline file in code that has been run. */
export interface ImportedCode {
  /** What it exports as default. */
  readonly definition: unknown;
  /** Where in the user's files something was thrown, by its stack. */
  readonly locate: (stack: string) => string | null;
}

/**
 * Runs a pipeline file in code. `sluice` in it is the Sluice that runs it; `zod` is the user's own, or ours where there is none.
 *
 * @param name - As typed.
 * @param path - The same as an absolute path.
 * @param text - What is in it.
 * @throws SluiceError PIPELINE_INVALID, with the place in the user's file, when its syntax is wrong, when it throws, or
 * when it has no default export.
 */
export async function importCode(name: string, path: string, text: string): Promise<ImportedCode> {
  // It has a compiler in it, which no other run has to wait for.
  const { createJiti } = await import('jiti');
  const jiti = createJiti(path, optionsFor(path));
  const compile = (): string => compiled(jiti, path, text);
  const locate = codeLocator({ path, name, compile });
  const exported = await jiti.import(path).catch((error: unknown) => {
    throw failed(error, { name, path, locate });
  });
  const definition = defaultOf(exported);
  if (definition === undefined) throw noDefault(name);
  return { definition, locate };
}

function optionsFor(path: string): JitiOptions {
  return {
    // Nothing is left behind in the user's folders.
    fsCache: false,
    interopDefault: false,
    virtualModules: { sluice: { definePipeline } },
    alias: hasZod(path) ? {} : { zod: dirname(createRequire(import.meta.url).resolve('zod/package.json')) },
  };
}

function hasZod(path: string): boolean {
  try {
    createRequire(path).resolve('zod');
    return true;
  } catch {
    return false;
  }
}

function compiled(jiti: Jiti, filename: string, source: string): string {
  const babel = { sourceMaps: 'inline', sourceFileName: filename, configFile: false };
  return jiti.transform({ source, filename, ts: /ts$/i.test(filename), async: true, retainLines: true, babel });
}

function defaultOf(exported: unknown): unknown {
  return typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : undefined;
}

interface FailedFile {
  readonly name: string;
  readonly path: string;
  readonly locate: ImportedCode['locate'];
}

function failed(error: unknown, { name, path, locate }: FailedFile): SluiceError {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const syntax = SYNTAX_ERROR.exec(message);
  if (syntax !== null) {
    const [, what, file, line, column] = syntax;
    const shown = file.trim() === path ? name : file.trim();
    return invalid(
      `${printable(shown, 200)}:${line}:${Number(column) + 1}: ${printable(what.trim(), 300)}`,
      SYNTAX_HINT,
    );
  }
  const [first] = message.split('\n');
  const place = locate(stack) ?? printable(name, 200);
  return invalid(`${place}: ${printable(first, 300)}`, THROWN_HINT, error);
}

/** As jiti words them: the column counts from 0. */
const SYNTAX_ERROR = /^ParseError: (.*?)\s*\n\s*(.*):(\d+):(\d+)\s*$/s;

const SYNTAX_HINT = 'The file is to be JavaScript or TypeScript, as its name says.';

const THROWN_HINT = 'It was thrown while the file was run; nothing was read or loaded.';

function noDefault(name: string): SluiceError {
  return invalid(
    `The pipeline file ${printable(name, 200)} has no default export.`,
    'Begin the pipeline with: export default definePipeline({ … })',
  );
}

function invalid(message: string, hint: string, cause?: unknown): SluiceError {
  return new SluiceError('PIPELINE_INVALID', message, { hint, ...(cause === undefined ? {} : { cause }) });
}
