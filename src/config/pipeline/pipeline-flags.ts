import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { flagForm } from './flag-form.js';
import type { ParsedPipeline } from './parse-pipeline.js';
import { placeText } from './pipeline-fault.js';
import { flagsByKey, PATHS_KEY } from './pipeline-keys.js';
import type { PipelineNode } from './pipeline-node.js';

/** The value of a flag, as commander hands it over. */
export type FlagValue = string | boolean | readonly string[];

/** A value of the pipeline file, as its flag would have been given. */
export interface FileSetting {
  readonly value: FlagValue;
  /** The same as it may be shown. */
  readonly shown: FlagValue;
  /** Such as `orders.sluice.yaml:4:10`. */
  readonly place: string;
}

/** What a pipeline file says, by its keys, such as `target.table`. */
export type FileSettings = ReadonlyMap<string, FileSetting>;

/**
 * Makes flags of a pipeline file. Relative paths in it start from its folder.
 *
 * @param pipeline - One that fits the schema.
 */
export function fileSettings({ name, root }: ParsedPipeline): FileSettings {
  const settings = new Map<string, FileSetting>();
  for (const key of [PATHS_KEY, ...flagsByKey.keys()]) {
    const [section, own] = key.split('.');
    const node = entryOf(entryOf(root, section), own);
    // What nobody needs may refer to what the environment does not have.
    if (node === null || (node.kind === 'scalar' && node.isUnresolved === true)) continue;
    const { value, shown } = settingOf(key, node, dirname(name));
    settings.set(key, { value, shown, place: placeText(name, node.place) });
  }
  return settings;
}

function entryOf(node: PipelineNode | null, key: string): PipelineNode | null {
  return node?.kind === 'mapping' ? (node.entries.get(key)?.node ?? null) : null;
}

function settingOf(key: string, node: PipelineNode, folder: string): Omit<FileSetting, 'place'> {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return { value: node.value, shown: node.value };
  const texts = textsOf(node).map((text) => (PATH_KEYS.has(key) ? inFolder(folder, text) : text));
  const values = texts.map(({ value }) => value);
  const shown = texts.map((text) => text.shown);
  return isList(key) ? { value: values, shown } : { value: values.join(','), shown: shown.join(',') };
}

/** A list for a flag that takes one text, such as `searchPath`, is that text with commas. */
function isList(key: string): boolean {
  const flag = flagsByKey.get(key);
  return flag === undefined || flagForm(flag) instanceof z.ZodArray;
}

interface Text {
  readonly value: string;
  readonly shown: string;
}

function textsOf(node: PipelineNode): Text[] {
  if (node.kind === 'list') return node.items.flatMap(textsOf);
  if (node.kind === 'scalar') return [{ value: String(node.value), shown: node.shown }];
  return [...node.entries].flatMap(([name, entry]) =>
    textsOf(entry.node).map(({ value, shown }) => ({ value: `${name}=${value}`, shown: `${name}=${shown}` })),
  );
}

const PATH_KEYS = new Set([PATHS_KEY, 'errors.rejectsDir', 'target.reportConflicts']);

function inFolder(folder: string, { value, shown }: Text): Text {
  const isElsewhere = value === '-' || isAbsolute(value) || /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
  if (isElsewhere || folder === '.') return { value, shown };
  // What is a pattern in the value must not make one of the folder's own name.
  const start = /[*?[{]/.test(value) ? folder.replace(/[*?[\]{}()!\\]/g, '\\$&') : folder;
  return { value: join(start, value), shown: join(folder, shown) };
}
