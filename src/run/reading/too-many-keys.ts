import { displaySource } from '../../batch/display-source.js';
import type { JsonReading } from '../../config/reading-plan.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { MOST_KEYS } from '../../parsers/json/key-tally.js';

/** What is known of a source with too many keys. */
export interface ManyKeys {
  readonly format: 'ndjson' | 'json';
  readonly json: Pick<JsonReading, 'flatten'>;
}

/** The error of a source whose keys are too many for columns: most likely they are no names, but data. */
export function tooManyKeys(source: string, { format, json }: ManyKeys): SluiceError {
  const most = MOST_KEYS.toLocaleString('en');
  const message = `The records of ${displaySource(source)} have more than ${most} different keys, too many for columns.`;
  return new SluiceError('TOO_MANY_KEYS', message, { hint: json.flatten ? FLATTENED : hints[format] });
}

const FLATTENED = 'Leave --flatten out: an object within a record is then one JSON value, whatever its keys.';

const hints = {
  json: "If the keys are data, such as ids, --select with * for them ('*', or 'data.*') makes a record of each value.",
  ndjson:
    "If the keys are data, such as ids, --format json --select '*' makes a record of each value, and --format csv --delimiter none --quote none --no-header takes each line as one value, for a column of type jsonb.",
};
