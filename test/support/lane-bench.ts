import type { CopyFormat, EncodedBatch } from '../../src/batch/encoded-batch.js';
import type { RejectedRecord } from '../../src/batch/faults.js';
import { CopyLane, type CopyTarget } from '../../src/sinks/copy/copy-lane.js';
import { DatabaseFaults } from '../../src/sinks/copy/database-faults.js';
import { batchOf } from './batches.js';
import { FakeCopyClient, type FakeBehaviour } from './fake-copy-client.js';

/** The bytes of each batch of a bench. */
export const IMAGE_BYTES = 256 * 1024;

/** Connections that take COPY, and batches for them. */
export interface LaneBench {
  /** One for each lane: what reached its server. */
  readonly clients: readonly FakeCopyClient[];
  /** On each connection one, whose statements end after four batches. */
  readonly copyLanes: readonly CopyLane[];
  /** Makes a batch of one row, whose image says at its start the how manieth it is. */
  readonly make: () => EncodedBatch;
  /** How many batches were made, and how many of these have not been given back. */
  readonly count: { made: number; out: number };
}

/** @param behaviours - How the server behaves towards each lane. */
export function laneBench(behaviours: readonly FakeBehaviour[]): LaneBench {
  const clients = behaviours.map((behaviour) => new FakeCopyClient({ rowBytes: IMAGE_BYTES, ...behaviour }));
  const copySql = (format: string): string => `COPY t (${format})`;
  const target = { ...laneTarget().target, copySql, statementBytes: 4 * IMAGE_BYTES };
  const count = { made: 0, out: 0 };
  const make = (): EncodedBatch => {
    const image = Buffer.alloc(IMAGE_BYTES);
    image.writeUInt32BE(count.made++);
    count.out++;
    return { batch: batchOf([['a']]), format: 'binary', image, rejected: [], release: () => (count.out -= 1) };
  };
  return { clients, copyLanes: clients.map((client) => new CopyLane(client, target)), make, count };
}

/** What a lane copies into in a test, and what becomes of rows that are refused. */
export function laneTarget(mayGoOn = false): { target: CopyTarget; rejected: RejectedRecord[] } {
  const rejected: RejectedRecord[] = [];
  const rejects = {
    add: (record: RejectedRecord) => void rejected.push(record),
    drained: () => Promise.resolve(),
  };
  const copySql = (format: CopyFormat): string => `COPY t FROM STDIN (FORMAT ${format})`;
  return { target: { table: 't', copySql, rejects, faults: new DatabaseFaults(), mayGoOn }, rejected };
}

/** Which batches of a bench reached a connection, in order. */
export function batchesSentTo({ statements }: FakeCopyClient): number[] {
  return statements.flatMap(({ data }) => {
    const images = data.subarray(BINARY_HEADER_BYTES);
    return Array.from({ length: Math.floor(images.length / IMAGE_BYTES) }, (_, index) =>
      images.readUInt32BE(index * IMAGE_BYTES),
    );
  });
}

const BINARY_HEADER_BYTES = 19;
