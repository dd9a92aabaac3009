import type { Io } from './io.js';
import type { Progress } from '../report/progress.js';
import type { RejectDigest } from '../report/digest.js';
import type { RejectSink } from '../batch/faults.js';
import type { SluiceError } from '../errors/sluice-error.js';

/** What a run is given besides its plan. */
export interface RunContext {
  readonly io: Io;
  /** Prints a line that a person may want to read while the run goes on. */
  readonly notice: (line: string) => void;
  /** Starts showing how far the run is; `totalBytes` is null when it can't be known. */
  readonly startProgress: (totalBytes: number | null) => Progress;
  /** Collects the faults for the person who reads the end of the run. */
  readonly digest: RejectDigest;
  /** Is told of every reject; the run waits for it as for reject files. Default: nobody */
  readonly rejectListener?: RejectListener;
  /** Whether reject files are written. Default: true */
  readonly rejectFiles?: boolean;
  /** Is told of the error that stops the run, or one attempt at it: the summary has it without its cause. Default: nobody */
  readonly onError?: (error: SluiceError) => void;
}

/** Who is told of every reject while the run goes on. */
export interface RejectListener extends RejectSink {
  /** The load begins again: what was told of so far counts for nothing. */
  clear(): void;
}
