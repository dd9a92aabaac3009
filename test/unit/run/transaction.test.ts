import { describe, expect, test } from 'vitest';
import { Transaction } from '../../../src/run/transaction.js';
import type { Client } from '../../../src/postgres/client.js';

/** A client that notes what it is asked and answers as told. */
function fakeClient(answers: Record<string, () => unknown> = {}): { client: Client; asked: string[] } {
  const asked: string[] = [];
  const query = async (sql: string): Promise<unknown> => {
    asked.push(sql);
    return answers[sql]?.() ?? { command: sql.split(' ')[0] };
  };
  return { client: { query } as unknown as Client, asked };
}

function thrower(error: Error): () => never {
  return () => {
    throw error;
  };
}

describe('commit', () => {
  test('sends a COMMIT; a rollback after it does nothing, a second commit is refused', async () => {
    const { client, asked } = fakeClient();
    const transaction = await Transaction.begin(client);
    await transaction.checkConstraints();
    await transaction.commit();
    await transaction.rollback();
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(asked).toEqual(['BEGIN', 'SET CONSTRAINTS ALL IMMEDIATE', 'COMMIT']);
  });

  test('that Postgres answers with ROLLBACK is a failure', async () => {
    const { client } = fakeClient({ COMMIT: () => ({ command: 'ROLLBACK' }) });
    const transaction = await Transaction.begin(client);
    await expect(transaction.commit()).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('nothing was loaded') as string,
    });
    await transaction.rollback();
  });

  test('during which the connection is lost has an unknown outcome, and says so', async () => {
    const { client } = fakeClient({ COMMIT: thrower(new Error('Connection terminated unexpectedly')) });
    const transaction = await Transaction.begin(client);
    await expect(transaction.commit()).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      message: 'The connection broke during COMMIT: the rows are either all in, or none is.',
    });
  });

  test('that Postgres refuses', async () => {
    const error = Object.assign(new Error('could not serialize'), { code: '40001', severity: 'ERROR' });
    const { client } = fakeClient({ COMMIT: thrower(error) });
    const transaction = await Transaction.begin(client);
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'DATABASE_REFUSED' });
  });

  test('after a rollback is refused', async () => {
    const { client, asked } = fakeClient();
    const transaction = await Transaction.begin(client);
    await transaction.rollback();
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(asked).toEqual(['BEGIN', 'ROLLBACK']);
  });
});

describe('rollback', () => {
  test('is sent once and never rejects', async () => {
    const { client, asked } = fakeClient({ ROLLBACK: thrower(new Error('gone')) });
    const transaction = await Transaction.begin(client);
    await Promise.all([transaction.rollback(), transaction.rollback()]);
    expect(asked).toEqual(['BEGIN', 'ROLLBACK']);
  });
});
