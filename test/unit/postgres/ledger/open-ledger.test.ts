import { expect, test } from 'vitest';
import type { Client } from '../../../../src/postgres/client.js';
import { openLedger } from '../../../../src/postgres/ledger/open-ledger.js';

test('a server without multiranges is refused before anything is made', async () => {
  const sent: string[] = [];
  const answers = [{ there: false }, { version: '13.14', number: 130_014 }];
  const query = (sql: string) => Promise.resolve({ rows: [{ row: answers[sent.push(sql) - 1] }] });
  await expect(openLedger({ query } as unknown as Client)).rejects.toMatchObject({
    code: 'DATABASE_REFUSED',
    message: 'The ledger needs PostgreSQL 14 or later: this server has 13.14.',
  });
  expect(sent).toHaveLength(2);
});
