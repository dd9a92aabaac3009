import { FieldForm, undoubleQuotes, type Batch } from './batch.js';
import { unescapeBackslashes } from './unescape-backslashes.js';
import { unescapeJson } from './unescape-json.js';

/**
 * Writes the value of a field of any form into `target`: what still has to be done to its bytes is done.
 *
 * @param batch - The batch that holds the field.
 * @param field - `record * width + column`; it must not be NULL. A plain one is better read where it stands.
 * @param target - At least as long as the field's span; written from 0.
 * @returns How many bytes the value has.
 */
export function readField(batch: Batch, field: number, target: Buffer): number {
  const start = batch.spans[2 * field];
  const end = batch.spans[2 * field + 1];
  switch (batch.forms[field]) {
    case FieldForm.doubledQuotes:
      return undoubleQuotes(batch, start, end, target);
    case FieldForm.jsonEscapes:
      return unescapeJson(batch.bytes, start, end, target);
    case FieldForm.backslashEscapes:
      return unescapeBackslashes(batch, start, end, target);
    default:
      return batch.bytes.copy(target, 0, start, end);
  }
}
