import cliProgress, { type Options, type Params } from 'cli-progress';

import { BarTerminal } from './bar-terminal.js';
import type { Logger } from './logger.js';
import { numbers } from './numbers.js';

/** How far a run is. */
export interface ProgressCounts {
  /** Bytes of the sources read so far. */
  readonly bytes: number;
  /** Records read so far. */
  readonly records: number;
  /** Records rejected so far. */
  readonly rejected: number;
}

/** Shows how far a run is. */
export interface Progress {
  /** Says how far the run is: cheap enough for every batch. */
  update(counts: ProgressCounts): void;
  /** Prints a line (no line end) to stderr, above the bar when there is one. */
  log(line: string): void;
  /** Takes the bar away and ends all timers; may be called more than once. Call it before printing a summary. */
  stop(): void;
}

/** Where and how to show progress. */
export interface ProgressOptions {
  readonly stderr: NodeJS.WritableStream;
  /** A bar when true, else a log line every five seconds. */
  readonly isTty: boolean;
  readonly logger: Pick<Logger, 'info'>;
  /** The size of all sources; null when it isn't known (stdin), and then neither percent nor ETA are shown. */
  readonly totalBytes: number | null;
}

/** Milliseconds between log lines; a shorter run logs none. */
const LOG_INTERVAL = 5_000;

/** Starts showing progress. Nothing of it keeps the process alive. */
export function createProgress(options: ProgressOptions): Progress {
  return options.isTty ? startBar(options) : startLog(options);
}

function startLog({ stderr, logger, totalBytes }: ProgressOptions): Progress {
  const state = startState(totalBytes);
  const timer = setInterval(() => {
    const { counts } = state;
    const percent = totalBytes === null ? {} : { percent: Math.floor(100 * fractionOf(state)) };
    logger.info({ ...counts, ...percent, rowsPerSecond: Math.round(rowRate(state)) }, 'loading');
  }, LOG_INTERVAL);
  timer.unref();
  return {
    update: (counts) => void (state.counts = counts),
    log: (line) => void stderr.write(`${line}\n`),
    stop: () => clearInterval(timer),
  };
}

function startBar({ stderr, totalBytes }: ProgressOptions): Progress {
  const state = startState(totalBytes);
  const terminal = new BarTerminal(stderr);
  const bar = new UnrefBar({
    format: (options, params) => renderBar(state, options, params),
    terminal,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    clearOnComplete: true,
    forceRedraw: true,
    emptyOnZero: true,
  } as Options);
  bar.start(1, 0);
  return {
    update: (counts) => void (state.counts = counts),
    log: (line) => terminal.printAbove(line),
    stop: () => bar.stop(),
  };
}

interface ProgressState {
  counts: ProgressCounts;
  readonly totalBytes: number | null;
  readonly startedAt: number;
}

function startState(totalBytes: number | null): ProgressState {
  return { counts: { bytes: 0, records: 0, rejected: 0 }, totalBytes, startedAt: performance.now() };
}

function elapsedSeconds(state: ProgressState): number {
  return Math.max(0.001, (performance.now() - state.startedAt) / 1000);
}

function rowRate(state: ProgressState): number {
  return state.counts.records / elapsedSeconds(state);
}

function fractionOf({ counts, totalBytes }: ProgressState): number {
  return totalBytes === null || totalBytes === 0 ? 0 : Math.min(1, counts.bytes / totalBytes);
}

/** One line that fits the terminal: the parts that matter most come first, and the bar gets what is left. */
function renderBar(state: ProgressState, options: Options, { maxWidth }: Params): string {
  const text = describe(state);
  const width = maxWidth - 1;
  const barSize = Math.min(MAX_BAR, width - text.length - 3);
  if (state.totalBytes === null || barSize < MIN_BAR) return text.slice(0, Math.max(0, width));
  return `[${cliProgress.Format.BarFormat(fractionOf(state), { ...options, barsize: barSize })}] ${text}`;
}

function describe(state: ProgressState): string {
  const { counts, totalBytes } = state;
  const read = numbers.bytes(counts.bytes);
  const rate = `${numbers.count(rowRate(state))} rows/s`;
  const rejected = `${numbers.count(counts.rejected)} rejected`;
  if (totalBytes === null) return [read, numbers.counted(counts.records, 'row'), rate, rejected].join('  ');
  const fraction = fractionOf(state);
  const percent = `${Math.floor(100 * fraction)}%`.padStart(4);
  return [percent, `${read} of ${numbers.bytes(totalBytes)}`, rate, rejected, `ETA ${timeLeft(state, fraction)}`].join(
    '  ',
  );
}

function timeLeft(state: ProgressState, fraction: number): string {
  if (fraction === 0) return '?';
  return numbers.duration((elapsedSeconds(state) * (1 - fraction)) / fraction);
}

/** cli-progress's bar, with a timer that lets the process end. */
class UnrefBar extends cliProgress.SingleBar {
  declare private timer: NodeJS.Timeout | null;

  override render(): void {
    super.render();
    this.timer?.unref();
  }
}

const MAX_BAR = 30;
const MIN_BAR = 8;
