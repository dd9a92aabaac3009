import { renderError } from '../errors/render-error.js';
import { painterFor } from './colour.js';
import type { RejectDigest } from './digest.js';
import { createLogger, type Logger, type LoggerOptions } from './logger.js';
import { createProgress, type Progress } from './progress.js';
import { renderSummary, summaryJson, type RunSummary } from './summary.js';

/** What a person, or the machine that reads the log, sees of a run. All of it goes to stderr. */
export interface RunView {
  /** Prints a line about the run as a whole. */
  notice(line: string): void;
  /** Prints a line about one rejected record. */
  reject(line: string): void;
  /** Starts showing how far the run is; `totalBytes` is null when it can't be known. */
  startProgress(totalBytes: number | null): Progress;
  /** Says how it ended: the digest of the rejects, the error, the summary. */
  finish(summary: RunSummary, digest: RejectDigest): void;
}

/** Where and how a run is shown. */
export interface RunViewOptions extends LoggerOptions {
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Chooses the view: on a terminal a bar and plain lines; elsewhere log lines, then plain text at the end; with the
 * log format `json` nothing but log lines.
 */
export function createRunView(options: RunViewOptions): RunView {
  const { stderr, format } = options;
  const isTty = 'isTTY' in stderr && stderr.isTTY === true;
  if (format === 'json') return jsonView(options, createLogger(options));
  return textView(options, isTty ? null : createLogger(options));
}

function jsonView({ stderr }: RunViewOptions, logger: Logger): RunView {
  return {
    notice: (line) => logger.info({}, line),
    reject: (line) => logger.warn({}, line),
    startProgress: (totalBytes) => createProgress({ stderr, isTty: false, logger, totalBytes }),
    finish(summary) {
      const level = summary.error === null ? 'info' : 'error';
      logger[level]({ summary: JSON.parse(summaryJson(summary)) as object }, summary.error?.message ?? summary.outcome);
    },
  };
}

/**
 * The view for people.
 *
 * @param log - Null on a terminal, where a line needs no time and no level.
 */
function textView({ stderr, env }: RunViewOptions, log: Logger | null): RunView {
  let progress: Progress | null = null;
  const print = (line: string): void => {
    if (progress === null) stderr.write(`${line}\n`);
    else progress.log(line);
  };
  const logger = log ?? { info: (_fields: object, line: string) => print(line) };
  return {
    notice: (line) => logger.info({}, line),
    reject: print,
    startProgress(totalBytes) {
      progress = createProgress({ stderr, isTty: log === null, logger, totalBytes });
      return { ...progress, stop: () => (progress?.stop(), (progress = null)) };
    },
    finish(summary, digest) {
      const error = summary.error === null ? '' : renderError(summary.error);
      const parts = [digest.render(), error, renderSummary(summary, painterFor(stderr, env))];
      stderr.write(`${parts.filter((part) => part !== '').join('\n')}\n`);
    },
  };
}
