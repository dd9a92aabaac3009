import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { FaultKind } from '../../../../src/batch/faults.js';
import { RejectFiles } from '../../../../src/sinks/rejects/reject-files.js';
import { rejectPaths } from '../../../../src/sinks/rejects/reject-paths.js';
import { documentedRows } from '../../../support/documented.js';
import { tempFolder } from '../../../support/temp-folder.js';

test('docs/cli.md has every field of a fault in the order of the file, and no other', async () => {
  const source = { name: 'orders.csv' };
  const [paths] = rejectPaths(await tempFolder(), [{ source, extension: 'csv' }]);
  const files = new RejectFiles({ source, paths, header: null });
  const none = { column: null, hint: null, sqlstate: null, constraint: null };
  const kind: FaultKind = { stage: 'database', code: 'odd', message: 'odd', ...none };
  const long = Buffer.alloc(20_000, 'x');
  const place = { source, ordinal: 1, line: 2, byteOffset: 3 };
  files.add({ place, raw: long, faults: [{ kind, value: long, detail: null }] });
  const [, faults] = await files.close();
  const fields = Object.keys(JSON.parse(await readFile(faults, 'utf8')) as object);
  expect(documentedRows('cli.md', '## The reject files').map(([field]) => field)).toEqual(fields);
});
