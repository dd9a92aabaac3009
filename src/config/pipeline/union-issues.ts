import type { z } from 'zod';
import { nodeAt, type PipelineNode } from './pipeline-node.js';

/** What is wrong with a value that may have several forms. */
export type Union = z.core.$ZodIssueInvalidUnion;

type Issue = z.core.$ZodIssue;

/**
 * Chooses among the forms that a value may have the one that was meant, by its kind and by its keys.
 *
 * @returns What is wrong by that form; null: it can't be told, for the kind of the value fits none, or no key of it is
 * one of any form.
 */
export function meantIssues(union: Union, root: PipelineNode): Issue[] | null {
  const node = nodeAt(root, union.path);
  const fitting = formsOf(union).filter((issues) => !issues.some((one) => kindOf(one, union, node) !== null));
  if (node.kind !== 'mapping' || fitting.length < 2) return fitting.at(0) ?? null;
  const known = fitting.map((issues) => node.entries.size - unknownKeys(issues, union).length);
  const most = Math.max(...known);
  return most === 0 ? null : fitting[known.indexOf(most)];
}

/** The kinds of value that the forms take which it has not: `string`, `object` and others. */
export function kindsOf(union: Union, root: PipelineNode): string[] {
  const node = nodeAt(root, union.path);
  const kinds = formsOf(union).flatMap((issues) => issues.map((one) => kindOf(one, union, node)));
  return [...new Set(kinds.filter((kind) => kind !== null))];
}

/** What is wrong by each form that a value may have; a form may be a choice itself. */
function formsOf(union: Union): Issue[][] {
  return union.errors.flatMap((issues) => {
    const placed = issues.map((one) => ({ ...one, path: [...union.path, ...one.path] }));
    const [first] = placed;
    return first?.code === 'invalid_union' && first.path.length === union.path.length ? formsOf(first) : [placed];
  });
}

/** The kind of value that a form takes, if that is what is wrong. One of some texts is a text. */
function kindOf(issue: Issue, { path }: Union, { kind }: PipelineNode): string | null {
  if (issue.path.length !== path.length) return null;
  if (issue.code === 'invalid_type') return issue.expected;
  return issue.code === 'invalid_value' && kind !== 'scalar' ? 'string' : null;
}

function unknownKeys(issues: readonly Issue[], { path }: Union): readonly string[] {
  return issues.flatMap((one) => (one.code === 'unrecognized_keys' && one.path.length === path.length ? one.keys : []));
}
