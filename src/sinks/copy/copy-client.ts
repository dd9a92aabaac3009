import type { CopyStreamQuery } from 'pg-copy-streams';

/** The least that a lane needs of a database connection; `pg`'s client has it. Used by one lane at a time. */
export interface CopyClient {
  query(text: string): Promise<unknown>;
  query<Stream extends CopyStreamQuery>(stream: Stream): Stream;
}
