import type { Expression } from '../../schema/transform/expression.js';
import { typedEnvironment } from './cel-environment.js';
import { expressionParts } from './field-reads.js';

/**
 * The fields that an expression may read, before their types are known.
 *
 * @param all - The names of all there are, for an expression that reads the record as a whole. Default: none are known.
 * @returns None if it is no CEL.
 */
export function expressionNames({ text }: Expression, all: Iterable<string> = []): string[] {
  try {
    const { reads, readsRecord } = expressionParts(typedEnvironment().parse(text).ast);
    return [...new Set([...reads.map(({ name }) => name), ...(readsRecord ? all : [])])];
  } catch {
    return [];
  }
}
