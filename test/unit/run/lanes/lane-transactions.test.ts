import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LaneTransactions, type LaneRanges, type PartOfLoad } from '../../../../src/run/lanes/lane-transactions.js';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { PartlyCommittedFile } from '../../../../src/run/lanes/partly-committed-file.js';
import type { Transaction } from '../../../../src/run/transaction.js';
import type { CopyLane } from '../../../../src/sinks/copy/copy-lane.js';
import { tempFolder } from '../../../support/temp-folder.js';

const source = { name: 'orders.csv' };

/** Lanes whose commits end so; each has ten rows. */
function laneTransactions(...commits: (Error | null)[]) {
  const ended: string[] = [];
  const parts = commits.map((failure, index) => {
    const commit = async (): Promise<void> => {
      ended.push(`commit ${index}`);
      if (failure !== null) throw failure;
    };
    const rollback = async (): Promise<void> => void ended.push(`rollback ${index}`);
    const checkConstraints = async (): Promise<void> => void ended.push(`check ${index}`);
    const ranges = { list: () => [{ source, first: 10 * index + 1, last: 10 * index + 10 }] };
    return {
      transaction: { commit, rollback, checkConstraints } as unknown as Transaction,
      lane: { loaded: 10, ranges } as unknown as CopyLane,
    };
  });
  const told: PartOfLoad[] = [];
  const record = {
    begin: async (lanes: readonly LaneRanges[]): Promise<void> => void ended.push(`begin ${lanes.length}`),
    end: async (): Promise<void> => void ended.push('end'),
    fail: async (part: PartOfLoad): Promise<string> => {
      told.push(part);
      return 'the file';
    },
  };
  return { transactions: new LaneTransactions(parts, record), ended, told };
}

test('all are checked, then all commit, with a record of what is being committed meanwhile', async () => {
  const { transactions, ended } = laneTransactions(null, null);
  await transactions.checkConstraints();
  await transactions.commit();
  expect(ended).toEqual(['check 0', 'check 1', 'begin 2', 'commit 0', 'commit 1', 'end']);
});

test('one lane alone needs no record', async () => {
  const { transactions, ended } = laneTransactions(null);
  await transactions.commit();
  expect(ended).toEqual(['commit 0']);
});

test('the first commit fails: nothing is in, and the error is its own', async () => {
  const error = new Error('no');
  const { transactions, ended, told } = laneTransactions(error, null);
  await expect(transactions.commit()).rejects.toBe(error);
  expect([ended, told]).toEqual([['begin 2', 'commit 0', 'end'], []]);
});

test('a later commit fails: which records are in is told, and no more are let in', async () => {
  const { transactions, ended, told } = laneTransactions(null, null, new Error('the socket closed'), null);
  await expect(transactions.commit()).rejects.toMatchObject({
    code: 'PARTLY_COMMITTED',
    message: '2 of 4 connections had committed, with 20 rows, when the next one failed to: the socket closed',
    hint: expect.stringMatching(/^the file lists the records that are in/) as string,
  });
  expect(ended).toEqual(['begin 4', 'commit 0', 'commit 1', 'commit 2']);
  expect(told).toEqual([
    {
      rows: 20,
      ranges: [
        { source, first: 1, last: 10 },
        { source, first: 11, last: 20 },
      ],
      unknown: [],
    },
  ]);
});

describe('the connection breaks during a commit', () => {
  const broken = new SluiceError('OUTCOME_UNKNOWN', 'The connection broke during COMMIT.');

  test('of the only one: the error is its own', async () => {
    const { transactions, told } = laneTransactions(broken);
    await expect(transactions.commit()).rejects.toBe(broken);
    expect(told).toEqual([]);
  });

  test('of the first: its rows may be in, and are told', async () => {
    const { transactions, told } = laneTransactions(broken, null);
    await expect(transactions.commit()).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      message:
        'None of 2 connections had committed when the first one broke during COMMIT: its 10 rows are either all in, or none is.',
      hint: expect.stringMatching(/^the file lists the records whose outcome is unknown\./) as string,
    });
    expect(told).toEqual([{ rows: 0, ranges: [], unknown: [{ lane: 1, ranges: [{ source, first: 1, last: 10 }] }] }]);
  });

  test('of a later one: what is in, and what may be, are told apart', async () => {
    const { transactions, told } = laneTransactions(null, broken, null);
    await expect(transactions.commit()).rejects.toMatchObject({
      code: 'PARTLY_COMMITTED',
      message:
        '1 of 3 connections had committed, with 10 rows, when the next one broke during COMMIT: its 10 rows are either all in, or none is.',
      hint: expect.stringMatching(
        /^the file lists the records that are in, and those whose outcome is unknown\./,
      ) as string,
    });
    const ranges = [{ source, first: 1, last: 10 }];
    const unknown = [{ lane: 2, ranges: [{ source, first: 11, last: 20 }] }];
    expect(told).toEqual([{ rows: 10, ranges, unknown }]);
  });
});

test('rollback ends all', async () => {
  const { transactions, ended } = laneTransactions(null, null);
  await transactions.rollback();
  expect(ended).toEqual(['rollback 0', 'rollback 1']);
});

describe('the file of what is in', () => {
  const part = {
    rows: 3,
    ranges: [{ source, first: 1, last: 3 }],
    unknown: [{ lane: 2, ranges: [{ source, first: 4, last: 9 }] }],
  };

  test('one range on a line, for the owner alone', async () => {
    const path = await new PartlyCommittedFile(await tempFolder()).fail(part);
    expect(await readFile(path, 'utf8')).toBe(
      '{"source":"orders.csv","first":1,"last":3}\n{"source":"orders.csv","first":4,"last":9,"lane":2,"outcome":"unknown"}\n',
    );
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test('is there from before the first commit until after the last', async () => {
    const folder = await tempFolder();
    const file = new PartlyCommittedFile(folder);
    await file.begin(part.unknown);
    const [name] = await readdir(folder);
    expect(await readFile(join(folder, name), 'utf8')).toBe(
      '{"source":"orders.csv","first":4,"last":9,"lane":2,"outcome":"unknown"}\n',
    );
    await file.end();
    expect(await readdir(folder)).toEqual([]);
  });

  test('where it can’t be written, the ranges are told themselves', async () => {
    const file = new PartlyCommittedFile('/dev/null/no');
    await file.begin(part.unknown);
    expect(await file.fail({ ...part, unknown: [] })).toBe('{"source":"orders.csv","first":1,"last":3}');
    await file.end();
  });
});
