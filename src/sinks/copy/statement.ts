import { once } from 'node:events';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { placeOf } from '../../batch/batch.js';
import type { RecordPlace } from '../../batch/place.js';
import type { CopyFormat, EncodedBatch } from '../../batch/encoded-batch.js';
import type { CopyClient } from './copy-client.js';

/** Bytes that may wait for the socket: enough that the server has work while the next batch is being encoded. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** The signature, flags and extension length that begin COPY binary data. */
const BINARY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/** A field count of -1 ends it. */
const BINARY_TRAILER = Buffer.from([0xff, 0xff]);

/**
 * One COPY command on its way to the server. It holds its batches until the server has acknowledged it, so that
 * the source place of each row can be told. After the first failure every call rejects with that failure.
 */
export class Statement {
  readonly format: CopyFormat;
  /** Rows and bytes of image sent so far. */
  rows = 0;
  bytes = 0;
  readonly #stream: CopyStreamQuery;
  readonly #batches: EncodedBatch[] = [];
  readonly #failed: Promise<never>;
  #hasFailed = false;

  /** Opens the COPY. `sql` must be a COPY … FROM STDIN in `format`. */
  constructor(client: CopyClient, sql: string, format: CopyFormat) {
    this.format = format;
    this.#stream = client.query(copyFrom(sql, { highWaterMark: MAX_WAITING_BYTES }));
    this.#failed = new Promise((_resolve, reject) => {
      this.#stream.on('error', (error) => {
        this.#hasFailed = true;
        reject(error);
        // The stream has lost its connection and does not know: it would go on with what it holds, and crash.
        this.#stream.destroy();
      });
    });
    // The failure is reported by whichever call is made next; until then it must not count as unhandled.
    this.#failed.catch(() => undefined);
    if (format === 'binary') this.#stream.write(BINARY_HEADER);
  }

  /** Sends the rows of a batch, which then belongs to the statement; resolves when there is room for more. */
  async write(encoded: EncodedBatch): Promise<void> {
    this.#batches.push(encoded);
    this.rows += encoded.batch.recordCount;
    this.bytes += encoded.image.length;
    if (this.#hasFailed) await this.#failed;
    if (!this.#stream.write(encoded.image)) await Promise.race([once(this.#stream, 'drain'), this.#failed]);
  }

  /** Ends the command. Resolves to the rows that Postgres counted, when it has acknowledged them. */
  async finish(): Promise<number> {
    if (this.#hasFailed) await this.#failed;
    if (this.format === 'binary') this.#stream.write(BINARY_TRAILER);
    const finished = once(this.#stream, 'finish');
    this.#stream.end();
    await Promise.race([finished, this.#failed]);
    this.release();
    return this.#stream.rowCount;
  }

  /** Breaks the command off. Resolves when the server has confirmed that; never rejects. */
  async abort(): Promise<void> {
    if (!this.#stream.closed && !this.#hasFailed) {
      const closed = once(this.#stream, 'close');
      this.#stream.destroy();
      await Promise.race([closed, this.#failed]).catch(() => undefined);
    }
    this.release();
  }

  /** Gives the batches back. The rows' places can't be told after that. */
  release(): void {
    for (const encoded of this.#batches.splice(0)) encoded.release();
  }

  /** The source place of a row of this statement, counted from 1 as Postgres does; null when it has no such row. */
  placeOfRow(row: number): RecordPlace | null {
    let before = 0;
    for (const { batch } of this.#batches) {
      if (row > before && row <= before + batch.recordCount) return placeOf(batch, row - before - 1);
      before += batch.recordCount;
    }
    return null;
  }
}
