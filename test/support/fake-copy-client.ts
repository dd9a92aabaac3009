/** A database connection that takes COPY and does what a test wants, below the real pg-copy-streams. */
import { Writable } from 'node:stream';
import type { CopyStreamQuery } from 'pg-copy-streams';
import type { CopyClient } from '../../src/sinks/copy/copy-client.js';

/** How the server behaves; by default as it should. */
export interface FakeBehaviour {
  /** Never answers a COPY command. */
  readonly silent?: boolean;
  /** The socket takes nothing. */
  readonly blocked?: boolean;
  /** Fails with this error once it has so many bytes of data of a statement; with 0, instead of the handshake. */
  readonly failure?: { readonly afterBytes: number; readonly error: Error };
  /** Added to each count that the server reports. */
  readonly miscount?: number;
  /** Bytes of data for each row; default 1. */
  readonly rowBytes?: number;
}

/** One COPY as the server saw it. */
export interface FakeStatement {
  readonly sql: string;
  data: Buffer;
  outcome: 'open' | 'done' | 'failed' | 'broken off';
}

/** What pg-copy-streams' query needs of `pg`, and `pg` of it. */
interface Submittable extends CopyStreamQuery {
  submit(connection: object): void;
  handleCopyInResponse(connection: object): void;
  handleCommandComplete(message: { text: string }): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
}

/** Bytes of a binary COPY that belong to no row. */
const BINARY_FRAME = 19 + 2;

/** The client; `statements` is what reached the server. */
export class FakeCopyClient implements CopyClient {
  readonly statements: FakeStatement[] = [];
  readonly #behaviour: FakeBehaviour;

  constructor(behaviour: FakeBehaviour = {}) {
    this.#behaviour = behaviour;
  }

  query(text: string): Promise<unknown>;
  query<Stream extends CopyStreamQuery>(stream: Stream): Stream;
  query(query: string | CopyStreamQuery): unknown {
    if (typeof query === 'string') return Promise.resolve({});
    this.#open(query as Submittable);
    return query;
  }

  #open(copy: Submittable): void {
    const { silent = false, failure } = this.#behaviour;
    const fail = (error: Error, outcome: 'failed' | 'broken off'): void => {
      if (statement.outcome !== 'open') return;
      statement.outcome = outcome;
      setImmediate(() => copy.handleError(error));
    };
    const statement: FakeStatement = {
      sql: (copy as unknown as { text: string }).text,
      data: Buffer.alloc(0),
      outcome: 'open',
    };
    this.statements.push(statement);
    const connection = {
      query: () => undefined,
      stream: this.#socket(copy, statement, fail),
      sendCopyFail: () => fail(new Error('COPY from stdin failed'), 'broken off'),
    };
    copy.submit(connection);
    if (failure?.afterBytes === 0) fail(failure.error, 'failed');
    else if (!silent) setImmediate(() => copy.handleCopyInResponse(connection));
  }

  #socket(copy: Submittable, statement: FakeStatement, fail: (error: Error, outcome: 'failed') => void): Writable {
    const { blocked = false, failure } = this.#behaviour;
    const take = (chunk: Buffer): void => {
      if (isMark(chunk, COPY_DATA)) return;
      if (isMark(chunk, COPY_DONE)) this.#complete(copy, statement);
      else statement.data = Buffer.concat([statement.data, chunk]);
      if (failure !== undefined && statement.data.length >= failure.afterBytes) fail(failure.error, 'failed');
    };
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (blocked) return;
        take(chunk);
        setImmediate(done);
      },
    });
  }

  #complete(copy: Submittable, statement: FakeStatement): void {
    const { miscount = 0, rowBytes = 1 } = this.#behaviour;
    if (statement.outcome !== 'open') return;
    statement.outcome = 'done';
    const frame = statement.sql.includes('binary') ? BINARY_FRAME : 0;
    const rows = (statement.data.length - frame) / rowBytes + miscount;
    setImmediate(() => {
      copy.handleCommandComplete({ text: `COPY ${rows}` });
      copy.handleReadyForQuery();
    });
  }
}

const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);

/** pg-copy-streams writes the five bytes that begin a message on their own. */
function isMark(chunk: Buffer, type: number): boolean {
  return chunk.length === 5 && chunk[0] === type;
}
