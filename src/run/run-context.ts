import type { Io } from './io.js';
import type { Progress } from '../report/progress.js';
import type { RejectDigest } from '../report/digest.js';

/** What a run is given besides its plan. */
export interface RunContext {
  readonly io: Io;
  /** Prints a line that a person may want to read while the run goes on. */
  readonly notice: (line: string) => void;
  /** Starts showing how far the run is; `totalBytes` is null when it can't be known. */
  readonly startProgress: (totalBytes: number | null) => Progress;
  /** Collects the faults for the person who reads the end of the run. */
  readonly digest: RejectDigest;
}
