import type { z } from 'zod';
import { printable } from '../../errors/printable.js';
import { nearestName } from '../../schema/nearest.js';
import type { ParsedPipeline } from './parse-pipeline.js';
import { pipelineError, type PipelineFault } from './pipeline-fault.js';
import { flagsByKey, keysByFlag, PATHS_KEY, sectionFlags } from './pipeline-keys.js';
import { nodeAt, plainValue, type PipelineNode } from './pipeline-node.js';
import { pipelineSchema } from './pipeline-schema.js';

/**
 * Holds a pipeline file against the schema.
 *
 * @throws SluiceError PIPELINE_INVALID naming the places of all that is wrong, what is expected, and the nearest key.
 */
export function checkPipeline({ name, root }: ParsedPipeline): void {
  const { error } = pipelineSchema.safeParse(plainValue(root));
  const faults = (error?.issues ?? []).flatMap((issue) => faultsOf(issue, root));
  if (faults.length > 0) throw pipelineError(name, faults);
}

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue, root: PipelineNode): PipelineFault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(root, issue.path, key));
  if (issue.code === 'invalid_union') return ofUnion(issue).flatMap((one) => faultsOf(one, root));
  const node = nodeAt(root, issue.path);
  const where = issue.path.length === 0 ? '' : `${pathText(issue.path)}: `;
  return [{ place: node.place, text: `${where}${complaint(issue, node)}` }];
}

/** The forms that don't fit the kind of value at all are passed over, if another does. */
function ofUnion(union: Union): Issue[] {
  const forms = formsOf(union);
  const isKind = (one: Issue): boolean => one.code === 'invalid_type' && one.path.length === union.path.length;
  const fitting = forms.find((issues) => !issues.some(isKind));
  if (fitting !== undefined) return fitting;
  const kinds = forms.flat().map((one) => (one.code === 'invalid_type' ? kindNames.get(one.expected) : undefined));
  const expected = listed([...new Set(kinds.filter((kind) => kind !== undefined))]);
  return [{ code: 'custom', path: union.path, message: '', params: { expected } }];
}

type Union = z.core.$ZodIssueInvalidUnion;

/** What is wrong by each form that a value may have; a form may be a choice itself. */
function formsOf(union: Union): Issue[][] {
  return union.errors.flatMap((issues) => {
    const placed = issues.map((one) => ({ ...one, path: [...union.path, ...one.path] }));
    const [first] = placed;
    return first?.code === 'invalid_union' && first.path.length === union.path.length ? formsOf(first) : [placed];
  });
}

const kindNames = new Map<string, string>([
  ['string', 'one value'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a mapping of its keys'],
  ['record', 'a mapping'],
]);

function complaint(issue: Issue, node: PipelineNode): string {
  if (node.kind === 'scalar' && node.value === null) return 'has no value; leave the key out, or give it one';
  const expected = expectation(issue);
  if (expected !== null) return `takes ${expected}; ${shownValue(node)} is none${suggestion(issue, node)}`;
  return node.kind === 'scalar' && node.isSecret
    ? "the environment's value can't be used here"
    : printable(issue.message, 200);
}

/** What the key takes; null: only the issue's own message tells. */
function expectation(issue: Issue): string | null {
  if (issue.code === 'invalid_type') return kindNames.get(issue.expected) ?? issue.expected;
  if (issue.code === 'invalid_value') return listed(issue.values.map(String));
  if (issue.code === 'too_small') return issue.origin === 'array' ? 'at least one' : 'a text that is not empty';
  const given: unknown = issue.code === 'custom' ? issue.params?.['expected'] : undefined;
  return typeof given === 'string' ? given : null;
}

function shownValue(node: PipelineNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'mapping') return 'a mapping';
  return typeof node.value === 'boolean' ? `${node.shown} without quotes` : `"${printable(node.shown)}"`;
}

function suggestion(issue: Issue, node: PipelineNode): string {
  if (issue.code !== 'invalid_value' || node.kind !== 'scalar' || node.isSecret) return '';
  const nearest = nearestName(String(node.value), issue.values.map(String));
  return nearest === null ? '' : `; did you mean ${nearest}?`;
}

function unknownKey(root: PipelineNode, path: readonly PropertyKey[], key: string): PipelineFault {
  const within = nodeAt(root, path);
  const place = (within.kind === 'mapping' ? within.entries.get(key)?.place : undefined) ?? within.place;
  const section = path.length === 0 ? null : String(path[0]);
  const meant = nearestKey(section, key);
  return { place, text: `${pathText([...path, key])}: unknown key${meant === null ? '' : `; did you mean ${meant}?`}` };
}

/** In the section itself, else in another: by its name, by the name of its flag, by what is near. */
function nearestKey(section: string | null, key: string): string | null {
  const all = [...flagsByKey.keys(), PATHS_KEY];
  const own = section === null ? Object.keys(sectionFlags) : namesIn(all, section);
  const flag = key.replace(/^-+/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const known = keysByFlag.get(flag) ?? all.find((one) => one.endsWith(`.${key}`));
  if (known !== undefined) return known.startsWith(`${section ?? ''}.`) ? namesIn([known], section ?? '')[0] : known;
  const near = nearestName(key, own);
  if (near !== null) return near;
  const name = nearestName(
    key,
    all.map((one) => one.replace(/^.*\./, '')),
  );
  return name === null ? null : (all.find((one) => one.endsWith(`.${name}`)) ?? null);
}

function namesIn(keys: readonly string[], section: string): string[] {
  return keys.filter((key) => key.startsWith(`${section}.`)).map((key) => key.slice(section.length + 1));
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${printable(String(step))}`))
    .join('')
    .slice(1);
}

/** `a`, `a or b`, `a, b or c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}
