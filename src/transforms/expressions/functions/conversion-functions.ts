import { readJsonValue } from '../json-value.js';
import { ExpressionFailure } from '../expression-failure.js';
import { jsonText } from '../json-text.js';
import type { CelFunction } from './cel-function.js';

/** Functions between types. */
export const conversionFunctions: readonly CelFunction[] = [
  {
    signature: 'parseJson(string): any',
    description: 'What a text in JSON says.',
    isOpen: true,
    handler: (text: string) => {
      const value = readJsonValue(text);
      if (value === undefined) throw new ExpressionFailure('the text is no JSON');
      return value;
    },
  },
  { signature: 'toJson(any): string', description: 'A value as JSON.', handler: jsonText },
];

/** More of CEL's own conversions: it has `int`, `string` and others for some types. */
export const addedConversions: readonly CelFunction[] = [
  {
    signature: 'int(timestamp): int',
    description: 'The whole seconds since 1970-01-01.',
    handler: (time: Date) => BigInt(Math.floor(time.getTime() / 1000)),
  },
  {
    signature: 'int(bool): int',
    description: '1 for true, 0 for false.',
    handler: (flag: boolean) => (flag ? 1n : 0n),
  },
  {
    signature: 'string(timestamp): string',
    description: 'A time as ISO 8601 in UTC: `2024-01-31T12:00:00.000Z`.',
    handler: (time: Date) => time.toISOString(),
  },
];
