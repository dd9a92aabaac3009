import { printable } from '../../errors/printable.js';
import { placeText } from './pipeline-fault.js';
import type { ParsedPipeline } from './parse-pipeline.js';
import type { FlagValue } from './pipeline-flags.js';
import type { PipelineNode } from './pipeline-node.js';

/** One value of the sections that are about records. */
export interface RecordSetting {
  /** Such as `columns.email.lower` or `rules[1].expr`. */
  readonly key: string;
  readonly value: FlagValue;
  /** `orders.sluice.yaml:9:12`, or the flag that says it. */
  readonly origin: string;
}

/**
 * Lists what is done with records, in the order in which it is: what a file says, and the flags on top of it. What came
 * from the environment is not shown.
 *
 * @param file - Null: there is none.
 * @param flags - `--where` and `--set`, as typed.
 */
export function recordSettings(
  file: ParsedPipeline | null,
  { where, set = [] }: { readonly where?: string | undefined; readonly set?: readonly string[] | undefined },
): RecordSetting[] {
  const made = set.map(setColumn);
  const replaced = new Set([
    ...made.map(({ column }) => `columns.${column}`),
    ...(where === undefined ? [] : ['where']),
  ]);
  const ofFile = (section: string): RecordSetting[] =>
    file === null ? [] : settingsOf(section, nodeOf(file.root, section), { file: file.name, replaced });
  return [
    ...ofFile('columns'),
    ...made.map(({ column, value }) => ({
      key: `columns.${name(column)}.expr`,
      value,
      origin: `--set ${name(column)}`,
    })),
    ...ofFile('where'),
    ...(where === undefined ? [] : [{ key: 'where', value: where, origin: '--where' }]),
    ...ofFile('rules'),
    ...ofFile('transform'),
  ];
}

function setColumn(text: string): { readonly column: string; readonly value: string } {
  const divider = text.indexOf('=');
  return { column: text.slice(0, divider).trim(), value: text.slice(divider + 1).trim() };
}

function nodeOf(root: PipelineNode, section: string): PipelineNode | null {
  return root.kind === 'mapping' ? (root.entries.get(section)?.node ?? null) : null;
}

interface Listing {
  readonly file: string;
  /** Keys that flags take the place of, not made printable. */
  readonly replaced: ReadonlySet<string>;
}

/** A list of texts is one value; of everything else the parts are. */
function settingsOf(key: string, node: PipelineNode | null, listing: Listing): RecordSetting[] {
  if (node === null || listing.replaced.has(key)) return [];
  const origin = placeText(listing.file, node.place);
  if (node.kind === 'mapping') {
    const entries = [...node.entries];
    return entries.flatMap(([own, entry]) => settingsOf(`${key}.${own}`, entry.node, listing));
  }
  if (node.kind === 'scalar')
    return [{ key: name(key), value: typeof node.value === 'boolean' ? node.value : node.shown, origin }];
  const texts = node.items.flatMap((item) => (item.kind === 'scalar' ? [item.shown] : []));
  if (texts.length === node.items.length) return [{ key: name(key), value: texts, origin }];
  return node.items.flatMap((item, index) => settingsOf(`${key}[${index + 1}]`, item, listing));
}

function name(text: string): string {
  return printable(text, MOST_SHOWN);
}

const MOST_SHOWN = 200;
