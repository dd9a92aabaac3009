import { parse } from '@marcbachmann/cel-js';
import type { Expression } from '../../schema/transform/expression.js';

/** The identifiers that an expression may read as variables; more than it does, where a name is bound in it. None if it is no CEL. */
export function expressionNames({ text }: Expression): string[] {
  try {
    parse(text);
  } catch {
    return [];
  }
  return [...new Set(text.match(/[A-Za-z_]\w*/g) ?? [])];
}
