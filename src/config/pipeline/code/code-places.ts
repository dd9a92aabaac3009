import { SourceMap } from 'node:module';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printable } from '../../../errors/printable.js';

/** The file of a pipeline in code, and how its text became what runs. */
export interface CodeFile {
  /** Absolute, as stacks have it. */
  readonly path: string;
  /** As typed. */
  readonly name: string;
  /** Makes JavaScript of its text, with a source map inline. */
  readonly compile: () => string;
}

/**
 * Makes the function that finds where in the user's files something was thrown: the first line of the stack that is in
 * the folder of the pipeline file, or below, and in no package.
 *
 * @returns A function that gives `orders.sluice.ts:14:11`, or null when the stack has no such line.
 */
export function codeLocator(file: CodeFile): (stack: string) => string | null {
  const known = new Map<string, string>();
  const folder = dirname(file.path);
  let map: SourceMap | null | undefined;
  return (stack) => {
    const frame = firstOwn(stack, folder);
    if (frame === null) return null;
    const key = `${frame.path}:${frame.line}:${frame.column}`;
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const isPipeline = frame.path === file.path;
    if (isPipeline) map ??= sourceMapOf(file);
    const place = placeOf(frame, isPipeline ? (map ?? null) : null);
    const name = isPipeline ? file.name : relative(folder, frame.path);
    const text = `${printable(name, 200)}:${place.line}:${place.column}`;
    if (known.size < MAX_KNOWN) known.set(key, text);
    return text;
  };
}

interface Frame {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

function firstOwn(stack: string, folder: string): Frame | null {
  for (const match of stack.slice(0, MAX_STACK).matchAll(FRAME)) {
    const path = match[1].startsWith('file:') ? fileURLToPath(match[1]) : match[1];
    const isOwn = path.startsWith(folder + sep) && !path.includes(`${sep}node_modules${sep}`);
    if (isOwn) return { path, line: Number(match[2]), column: Number(match[3]) };
  }
  return null;
}

/** `    at name (file:line:column)` or `    at file:line:column`. */
const FRAME = /^ {4}at (?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/gm;

function placeOf({ line, column }: Frame, map: SourceMap | null): { line: number; column: number } {
  const entry = map?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalLine' in entry)) return { line, column };
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** Types leave gaps where they were, so columns of the JavaScript are not those of the file; its lines are. */
function sourceMapOf({ compile }: CodeFile): SourceMap | null {
  try {
    const encoded = INLINE_MAP.exec(compile())?.[1];
    if (encoded === undefined) return null;
    const payload: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString());
    return new SourceMap(payload as ConstructorParameters<typeof SourceMap>[0]);
  } catch {
    return null;
  }
}

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;[^,]*base64,([A-Za-z0-9+/=]+)\s*$/;

const MAX_KNOWN = 1000;

/** Characters of a stack that are looked at: a message may be of any length. */
const MAX_STACK = 20_000;
