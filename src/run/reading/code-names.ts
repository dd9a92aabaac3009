import { looksAtOthers, schemaNames, type CodePlan } from '../../schema/transform/code-plan.js';

/**
 * The names that a record has for the code of a pipeline: those before it; if a schema leaves out what it does not list,
 * only those that it lists, which any record of JSON may bring.
 *
 * @param code - What the pipeline says.
 * @param before - The names before it.
 * @param late - Names besides that a record may bring.
 */
export function codeInputs(code: CodePlan, before: readonly string[], late: readonly string[]): readonly string[] {
  const { schema } = code;
  const listed = schemaNames(schema) ?? [];
  const all = [...new Set([...before, ...late])];
  if (schema === null || listed.length === 0 || looksAtOthers(schema)) return all;
  return all.filter((name) => listed.includes(name));
}

/** The names that come out of the code of a pipeline: those of its schema, or else those before it; and those of `output`. */
export function codeOutputs(code: CodePlan, before: readonly string[]): readonly string[] {
  const { schema, output } = code;
  const listed = schemaNames(schema) ?? [];
  const own = schema === null || listed.length === 0 ? before : looksAtOthers(schema) ? [...before, ...listed] : listed;
  return [...new Set([...own, ...output])];
}
