import { expect, test } from 'vitest';
import type { FaultKind } from '../../../src/batch/faults.js';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { RejectDigest } from '../../../src/report/digest.js';
import { summaryJson } from '../../../src/report/summary.js';
import { RunAccount } from '../../../src/run/run-account.js';
import { unchanged } from '../../support/unchanged.js';
import { documentedRows } from '../../support/documented.js';

test('docs/cli.md has every field of the JSON summary, and no other', () => {
  const account = new RunAccount('load', false);
  account.sources = [{ name: 'orders.csv', bytes: 1, read: 1, rejected: 1, sent: 0, repaired: 0, ...unchanged }];
  account.error = new SluiceError('USAGE', 'It failed.');
  const summary = JSON.parse(summaryJson(account.summary(digestOfOneFault()))) as object;
  const documented = documentedRows('cli.md', '## The JSON summary').map(([field]) => field);
  expect(documented.toSorted()).toEqual(fieldsOf(summary).toSorted());
});

function digestOfOneFault(): RejectDigest {
  const kind: FaultKind = { stage: 'parse', column: null, code: 'odd', message: 'odd', hint: null, sqlstate: null };
  const place = { source: { name: 'orders.csv' }, ordinal: 1, line: 2, byteOffset: 3 };
  const digest = new RejectDigest();
  digest.add({ place, raw: Buffer.from('x'), faults: [{ kind, value: null }] });
  return digest;
}

/** The paths of all fields, as the page writes them: `counts.read`, `sources[].name`. */
function fieldsOf(value: object, prefix = ''): string[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => {
    const path = `${prefix}${key}`;
    const [first] = Array.isArray(inner) ? (inner as unknown[]) : [inner];
    if (typeof first !== 'object' || first === null) return [path];
    return [path, ...fieldsOf(first, Array.isArray(inner) ? `${path}[].` : `${path}.`)];
  });
}
