import type { z } from 'zod';
import { printable } from '../../errors/printable.js';
import { nearestName } from '../../schema/nearest.js';
import { nearestKey } from './nearest-key.js';
import type { ParsedPipeline } from './parse-pipeline.js';
import { pipelineError, type PipelineFault } from './pipeline-fault.js';
import { hasNode, nodeAt, plainValue, type PipelineNode } from './pipeline-node.js';
import { pipelineSchema } from './pipeline-schema.js';
import { formsAt, keysOf } from './schema-forms.js';
import { kindsOf, meantIssues, type Union } from './union-issues.js';

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
  if (issue.code === 'invalid_union') return ofUnion(issue, root);
  const node = nodeAt(root, issue.path);
  if (node.kind === 'scalar' && node.isUnresolved === true) return [];
  const where = issue.path.length === 0 ? '' : `${pathText(issue.path)}: `;
  const text = hasNode(root, issue.path) ? complaint(issue, node) : missing(issue);
  return [{ place: node.place, text: `${where}${text}` }];
}

function ofUnion(union: Union, root: PipelineNode): PipelineFault[] {
  const meant = meantIssues(union, root);
  if (meant !== null) return meant.flatMap((one) => faultsOf(one, root));
  const node = nodeAt(root, union.path);
  const kinds = kindsOf(union, root);
  if (node.kind === 'mapping' && node.entries.size > 0 && kinds.every((kind) => kind !== 'object')) {
    const keys = [...new Set(formsAt(pipelineSchema, union.path).flatMap(keysOf))];
    if (keys.length > 0) return [...node.entries.keys()].map((key) => unknownKey(root, union.path, key));
  }
  const expected = listed(kinds.map((kind) => kindNames.get(kind) ?? kind));
  return faultsOf({ code: 'custom', path: union.path, message: '', params: { expected } }, root);
}

const kindNames = new Map<string, string>([
  ['string', 'one value'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a mapping of its keys'],
  ['record', 'a mapping'],
]);

function missing(issue: Issue): string {
  const expected = expectation(issue);
  return `is missing${expected === null ? '' : `; it takes ${expected}`}`;
}

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
  return { place, text: `${pathText([...path, key])}: ${unknownText(within, path, key)}` };
}

/** A key may be right by itself, and yet be none of the form that the others are of. */
function unknownText(within: PipelineNode, path: readonly PropertyKey[], key: string): string {
  const forms = formsAt(pipelineSchema, path).map(keysOf);
  const others = within.kind === 'mapping' ? [...within.entries.keys()].filter((one) => one !== key) : [];
  const beside = forms.some((keys) => keys.includes(key))
    ? others.find((one) => forms.flat().includes(one))
    : undefined;
  if (beside !== undefined) return `can't stand beside ${printable(beside)}`;
  const meant = nearestKey(path, key);
  return `unknown key${meant === null ? '' : `; did you mean ${meant}?`}`;
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
