import { describe, expect, test } from 'vitest';
import { printError, toSluiceError } from '../../../src/cli/print-error.js';
import { listenForSignals } from '../../../src/cli/signals.js';
import { packageVersion } from '../../../src/run/package-version.js';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { sluice } from '../../support/cli.js';
import { TextSink } from '../../support/text-sink.js';

const never = new AbortController().signal;
const cwd = process.cwd();

describe('run', () => {
  test('--version prints it on stdout', async () => {
    expect(await sluice(['--version'], { cwd })).toEqual({ exitCode: 0, stdout: `${packageVersion()}\n`, stderr: '' });
    expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });

  test.each([[['--help']], [['load', '--help']], [['help', 'load']], [['db', '--help']]])(
    '%j is no error',
    async (args) => {
      const { exitCode, stdout, stderr } = await sluice(args, { cwd });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Usage: sluice');
    },
  );

  test('an unknown flag: the nearest, and exit code 2', async () => {
    const { exitCode, stderr } = await sluice(['load', 'x.csv', '--max-error', '1'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--max-errors');
  });
});

test.each([[['load', 'x.csv', '--\u001b[31m']], [['\u001b[31m']], [['convert', 'x', '--to', '\u001b[31m']]])(
  'what was typed is shown without control characters: %j',
  async (args) => {
    const { exitCode, stderr } = await sluice(args, { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('\\x1b[31m');
    expect(stderr).not.toContain('\u001b');
  },
);

describe('signals', () => {
  test.each([
    ['SIGINT', 'INTERRUPTED', 130],
    ['SIGTERM', 'TERMINATED', 143],
  ] as const)('%s aborts once, with the error to end with', (name, code, exitCode) => {
    const before = process.listenerCount(name);
    const { signal, stop } = listenForSignals();
    expect(process.listenerCount(name)).toBe(before + 1);
    process.emit(name, name);
    expect(signal.reason).toMatchObject({ code, exitCode });
    stop();
    expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(2 * before);
  });

  test('a run that waits for nothing is aborted', () => {
    const { signal, stall, stop } = listenForSignals();
    stall();
    stop();
    expect(signal.reason).toMatchObject({ code: 'CODE_FAILED', exitCode: 1 });
  });

  test('without a signal nothing is aborted, and no listener stays', () => {
    const before = process.listenerCount('SIGINT');
    const { signal, stop } = listenForSignals();
    stop();
    expect([signal.aborted, process.listenerCount('SIGINT')]).toEqual([false, before]);
  });
});

describe('errors', () => {
  test('of our own stay; an interrupt is the cause of any other; the rest is internal', () => {
    const own = new SluiceError('USAGE', 'x');
    const reason = new SluiceError('INTERRUPTED', 'y');
    expect(toSluiceError(own, AbortSignal.abort(reason))).toBe(own);
    expect(toSluiceError(new Error('z'), AbortSignal.abort(reason))).toBe(reason);
    expect(toSluiceError(new Error('z\u001b[2J'), never)).toMatchObject({
      code: 'INTERNAL',
      message: 'Unexpected: z\\x1b[2J',
    });
    expect(toSluiceError('text', never).message).toBe('Unexpected: text');
  });

  test('are printed with code and hint, without a stack', () => {
    const stderr = new TextSink();
    printError(new SluiceError('USAGE', 'What happened.', { hint: 'What to do.' }), { stderr, env: {} });
    printError(new SluiceError('USAGE', 'No hint.'), { stderr, env: {} });
    expect(stderr.text).toBe('sluice: What happened. (USAGE)\n  What to do.\nsluice: No hint. (USAGE)\n');
  });
});
