import type { Io } from '../run/io.js';

/** What every command is given. */
export interface CommandContext {
  readonly io: Io;
  /** Says what the process is to end with; 0 unless this is called. */
  readonly setExitCode: (code: number) => void;
}
