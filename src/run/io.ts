/** The outside world as a command sees it: everything a run may touch besides files and the database. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  /** Data only: query results, `--json` summaries. */
  readonly stdout: NodeJS.WritableStream;
  /** How messages call that, at the start of a sentence. Default: Standard output */
  readonly stdoutName?: string;
  /** Everything meant for a person. */
  readonly stderr: NodeJS.WritableStream;
  readonly env: NodeJS.ProcessEnv;
  /** The working folder, absolute. */
  readonly cwd: string;
  /** Aborted on SIGINT and SIGTERM, with the matching SluiceError as its reason. */
  readonly signal: AbortSignal;
}
