import { createRequire } from 'node:module';
import { printable } from '../errors/printable.js';
import { redactUrl } from '../errors/redact.js';

/** Both packages are CommonJS, so they can be loaded in the middle of a synchronous call. */
const require = createRequire(import.meta.url);

/** The log as the rest of the program sees it. Each call is one line: fields, then a short sentence. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The values of `--log-format`. */
export const logFormats = ['pretty', 'json'] as const;

/** The values of `--log-level`, from most to least talkative. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How and where to log. */
export interface LoggerOptions {
  /** Where the lines go; each is written before the call that logs it returns. */
  readonly stderr: NodeJS.WritableStream;
  /** Default `pretty`: a line for people. `json`: one object a line, with ISO times and named levels. */
  readonly format?: (typeof logFormats)[number];
  /** The least level that is written; default `info`. */
  readonly level?: (typeof logLevels)[number];
}

/**
 * Makes the log. Passwords are masked in fields and in any text, and control characters never reach the terminal.
 * pino is loaded when the first line is logged: most runs end before that, and need not wait for it.
 */
export function createLogger(options: LoggerOptions): Logger {
  let loaded: Logger | null = null;
  const logger = (): Logger => (loaded ??= loadLogger(options));
  return {
    debug: (fields, message) => logger().debug(fields, message),
    info: (fields, message) => logger().info(fields, message),
    warn: (fields, message) => logger().warn(fields, message),
    error: (fields, message) => logger().error(fields, message),
  };
}

function loadLogger({ stderr, format = 'pretty', level = 'info' }: LoggerOptions): Logger {
  const { pino, stdTimeFunctions } = require('pino') as typeof import('pino');
  const render = format === 'json' ? escapeJson : prettyRenderer();
  const settings = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretPaths, censor: '***' },
  };
  return pino(settings, { write: (line) => stderr.write(render(redactUrl(line))) });
}

/** pino-pretty's pure function: its stream and its worker could lose lines when the process ends. */
function prettyRenderer(): (line: string) => string {
  const { prettyFactory } = require('pino-pretty') as typeof import('pino-pretty');
  const pretty = prettyFactory({ colorize: false, translateTime: 'SYS:HH:MM:ss', singleLine: true, levelFirst: false });
  return (line) => `${escapeLines(pretty(line))}\n`;
}

function escapeLines(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => printable(line, Number.MAX_SAFE_INTEGER)).join('\n');
}

/** pino escapes C0 controls itself; the others are escaped as JSON does, which leaves the value unchanged. */
function escapeJson(line: string): string {
  return line.replace(unsafeInJson, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const unsafeInJson = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const secretPaths = ['password', '*.password', '*.*.password', 'env.PGPASSWORD', '*.env.PGPASSWORD'];
