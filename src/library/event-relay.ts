import type { Fault, RejectedRecord } from '../batch/faults.js';
import type { Progress } from '../report/progress.js';
import type { RejectListener } from '../run/run-context.js';
import type { RejectEvent, RunListeners } from './run-events.js';

/** Tells listeners of a run, and keeps the run safe from them: what they throw ends it from outside. */
export class EventRelay implements RejectListener {
  readonly #listeners: RunListeners;
  readonly #onFailure: (error: unknown) => void;
  readonly #given: Promise<void>;
  readonly #pending: Promise<void>[] = [];
  #totalBytes: number | null = null;

  /**
   * @param listeners - Who is told.
   * @param signal - Once it is aborted, nobody is waited for.
   * @param onFailure - Called with whatever a listener throws, or its promise rejects with.
   */
  constructor(listeners: RunListeners, signal: AbortSignal, onFailure: (error: unknown) => void) {
    this.#listeners = listeners;
    this.#onFailure = onFailure;
    this.#given = new Promise((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Passes on a line for a person. */
  notice(message: string): void {
    this.#tell(() => this.#listeners.notice?.({ message }));
  }

  /** Begins with telling how far the run is. */
  startProgress(totalBytes: number | null): Progress {
    this.#totalBytes = totalBytes;
    return {
      update: (counts) => this.#tell(() => this.#listeners.progress?.({ ...counts, totalBytes: this.#totalBytes })),
      log: (line) => this.notice(line),
      stop: nothing,
    };
  }

  add(rejected: RejectedRecord): void {
    const { reject } = this.#listeners;
    if (reject === undefined) return;
    const record = recordPart(rejected);
    for (const fault of rejected.faults) this.#tell(() => this.#await(reject({ ...record, ...faultPart(fault) })));
  }

  async drained(): Promise<void> {
    if (this.#pending.length > 0) await Promise.race([Promise.all(this.#pending.splice(0)), this.#given]);
  }

  clear(): void {
    this.#tell(() => this.#listeners.restart?.());
  }

  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#onFailure(error);
    }
  }

  #await(answer: unknown): void {
    if (!isThenable(answer)) return;
    this.#pending.push(Promise.resolve(answer).then(nothing, (error: unknown) => this.#onFailure(error)));
  }
}

type RecordPart = Pick<RejectEvent, 'source' | 'line' | 'record' | 'byteOffset' | 'raw' | 'rawBytes'>;

/** The bytes are valid during the call only. */
function recordPart({ place, raw }: RejectedRecord): RecordPart {
  const rawBytes = Buffer.from(raw);
  return {
    source: place.source.name,
    line: place.line,
    record: place.ordinal,
    byteOffset: place.byteOffset,
    raw: rawBytes.toString(),
    rawBytes,
  };
}

function faultPart({ kind, value, detail }: Fault): Omit<RejectEvent, keyof RecordPart> {
  return {
    stage: kind.stage,
    column: kind.column,
    value: value === null ? null : value.toString(),
    code: kind.code,
    sqlstate: kind.sqlstate,
    message: kind.message,
    hint: kind.hint,
    constraint: kind.constraint ?? null,
    detail: detail ?? null,
  };
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function nothing(): void {
  // There is nothing to stop, or to do with what a listener has come to.
}
