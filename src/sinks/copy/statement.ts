import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { CopyFormat } from '../../batch/encoded-batch.js';
import type { CopyClient } from './copy-client.js';

/** Bytes that may wait for the socket: enough that the server has work while the next batch is being encoded. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** The signature, flags and extension length that begin COPY binary data. */
const BINARY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/** A field count of -1 ends it. */
const BINARY_TRAILER = Buffer.from([0xff, 0xff]);

/** One COPY command on its way to the server. After the first failure every call rejects with that failure. */
export class Statement {
  readonly format: CopyFormat;
  readonly #stream: CopyStreamQuery;
  #failure: Error | null = null;
  /** Those who wait for the stream to drain, finish or close. */
  readonly #waiting: Waiter[] = [];

  /** Opens the COPY. `sql` must be, or end in, a COPY … FROM STDIN in `format`. */
  constructor(client: CopyClient, sql: string, format: CopyFormat) {
    this.format = format;
    this.#stream = client.query(copyFrom(sql, { highWaterMark: MAX_WAITING_BYTES }));
    for (const event of ['drain', 'finish', 'close']) {
      this.#stream.on(event, () => this.#waiting.splice(0).forEach(({ resolve }) => resolve()));
    }
    this.#stream.on('error', (error) => this.#fail(error));
    if (format === 'binary') this.#stream.write(BINARY_HEADER);
  }

  /**
   * Sends whole rows; resolves when there is room for more.
   *
   * @param image - In the statement's format. It must stay as it is until the statement has ended.
   */
  async write(image: Buffer): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#stream.write(image)) await this.#nextEvent();
  }

  /** Ends the command. Resolves to the rows that Postgres counted, when it has acknowledged them. */
  async finish(): Promise<number> {
    if (this.#failure !== null) throw this.#failure;
    if (this.format === 'binary') this.#stream.write(BINARY_TRAILER);
    this.#stream.end();
    while (!this.#stream.writableFinished) await this.#nextEvent();
    return this.#stream.rowCount;
  }

  /** Breaks the command off. Resolves when the server has confirmed that; never rejects. */
  async abort(): Promise<void> {
    // Once its end has been sent, a command can't be broken off: the server's answer is on its way.
    if (!this.#stream.writableEnded) this.#stream.destroy();
    while (!this.#isSettled) await this.#nextEvent().catch(() => undefined);
  }

  get #isSettled(): boolean {
    return this.#stream.closed || this.#stream.writableFinished || this.#failure !== null;
  }

  #nextEvent(): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    // The stream has lost its connection and does not know: it would go on with what it holds, and crash.
    this.#stream.destroy();
  }
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}
