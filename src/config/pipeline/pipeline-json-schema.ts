import { z } from 'zod';
import { flagsByKey, PATHS_KEY } from './pipeline-keys.js';
import { pipelineSchema } from './pipeline-schema.js';

/** A JSON Schema, as far as it is looked at here. */
interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  description?: string;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
}

/**
 * The JSON Schema of the pipeline file, for editors. It takes what the zod schema takes, and says less of how texts look.
 *
 * @param help - What `--help` says of each flag, by its camel-case name, and of the arguments, as `paths`.
 */
export function pipelineJsonSchema(help: ReadonlyMap<string, string>): object {
  const schema = z.toJSONSchema(pipelineSchema, { io: 'input' }) as JsonSchema;
  for (const [key, flag] of [[PATHS_KEY, 'paths'], ...flagsByKey]) {
    const [section, own] = key.split('.');
    const keySchema = schema.properties?.[section]?.properties?.[own];
    if (keySchema !== undefined) keySchema.description = described(help.get(flag) ?? '');
  }
  return { ...loosened(schema), title: 'A pipeline of Sluice' };
}

/** What a flag does to be given twice, a key does with a list. */
function described(help: string): string {
  return help.replace(/; repeatable$/, '; one, or a list');
}

/** Numbers are read as they are written, so they go for texts; any value may come from the environment. */
function loosened(schema: JsonSchema): JsonSchema {
  const { anyOf, items, properties, additionalProperties, ...rest } = schema;
  const inner: JsonSchema = {
    ...(items === undefined ? {} : { items: loosened(items) }),
    ...(properties === undefined ? {} : { properties: mapped(properties) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: loosenedUnlessFalse(additionalProperties) }),
  };
  if (schema.enum !== undefined) return withReference(rest);
  if (anyOf !== undefined) return { ...rest, anyOf: anyOf.map(loosened), ...inner };
  return { ...rest, ...withNumber(rest.type), ...inner };
}

function withNumber(type: JsonSchema['type']): Pick<JsonSchema, 'type'> {
  const types = [type ?? []].flat();
  return types.includes('string') ? { type: [...types, 'number'] } : {};
}

function mapped(properties: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, loosened(value)]));
}

function loosenedUnlessFalse(schema: JsonSchema | boolean): JsonSchema | boolean {
  return typeof schema === 'boolean' ? schema : loosened(schema);
}

function withReference({ description, ...values }: JsonSchema): JsonSchema {
  const reference = { type: 'string', pattern: '\\$\\{' };
  return { ...(description === undefined ? {} : { description }), anyOf: [values, reference] };
}
