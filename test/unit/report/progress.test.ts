import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createProgress, type Progress } from '../../../src/report/progress.js';
import { TextSink } from '../../support/text-sink.js';

const logged: { fields: object; message: string }[] = [];
const logger = { info: (fields: object, message: string) => void logged.push({ fields, message }) };

beforeEach(() => {
  logged.length = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What a terminal shows in the end: carriage returns and the erasing of lines done. */
function screen(text: string): string[] {
  return text.split('\n').map((line) => {
    const drawn = line.split('\r').map((part) => part.replaceAll(/\u001b\[2?K/g, ''));
    return line.endsWith('\u001b[2K') ? '' : (drawn.at(-1) ?? '');
  });
}

function bar(columns: number, totalBytes: number | null): { stderr: TextSink; progress: Progress } {
  const stderr = new TextSink(columns);
  return { stderr, progress: createProgress({ stderr, isTty: true, logger, totalBytes }) };
}

describe('on a terminal', () => {
  test('shows bytes, percent, rows a second, rejects and the time left', () => {
    const { stderr, progress } = bar(100, 272_000_000);
    vi.advanceTimersByTime(1_000);
    progress.update({ bytes: 68_000_000, records: 500_000, rejected: 12 });
    vi.advanceTimersByTime(1_000);
    const [line] = screen(stderr.text);
    expect(line).toMatch(/^\[=+ +\] {2}25% {2}68 MB of 272 MB {2}250,000 rows\/s {2}12 rejected {2}ETA 6\.0 s$/);
    expect(line.length).toBeLessThan(100);
    progress.stop();
  });

  test('without a size: bytes and rows, no percent', () => {
    const { stderr, progress } = bar(100, null);
    progress.update({ bytes: 68_000_000, records: 500_000, rejected: 0 });
    vi.advanceTimersByTime(1_000);
    expect(screen(stderr.text)).toEqual(['68 MB  500,000 rows  500,000 rows/s  0 rejected']);
    progress.stop();
  });

  test.each([1, 5, 20, 40, 70])('fits a terminal of %d columns', (columns) => {
    const { stderr, progress } = bar(columns, 1_000);
    progress.update({ bytes: 500, records: 5, rejected: 1 });
    vi.advanceTimersByTime(500);
    const drawn = stderr.text.split('\r').map((part) => part.replaceAll(/\u001b\[2?K/g, ''));
    expect(Math.max(...drawn.map((part) => part.length))).toBeLessThan(columns);
    progress.stop();
  });

  test('printed lines stand alone above the bar', () => {
    const { stderr, progress } = bar(100, 1_000);
    progress.update({ bytes: 500, records: 5, rejected: 1 });
    vi.advanceTimersByTime(200);
    progress.log('orders.csv:17: bad');
    progress.log('orders.csv:18: bad');
    vi.advanceTimersByTime(200);
    const lines = screen(stderr.text);
    expect(lines.slice(0, 2)).toEqual(['orders.csv:17: bad', 'orders.csv:18: bad']);
    expect(lines[2]).toContain('50%');
    progress.stop();
  });

  test('stop takes the bar away and ends the timers, also twice', () => {
    const { stderr, progress } = bar(100, 1_000);
    vi.advanceTimersByTime(200);
    progress.stop();
    progress.stop();
    expect(screen(stderr.text)).toEqual(['']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a file of no bytes is no division by zero', () => {
    const { stderr, progress } = bar(100, 0);
    vi.advanceTimersByTime(200);
    expect(screen(stderr.text)[0]).toContain('0%');
    progress.stop();
  });

  test('neither hides the cursor nor changes how lines wrap', () => {
    const { stderr, progress } = bar(100, 1_000);
    vi.advanceTimersByTime(500);
    progress.stop();
    expect(stderr.text.replaceAll(/\u001b\[2?K/g, '')).not.toContain('\u001b');
  });
});

describe('elsewhere', () => {
  test('logs every five seconds, and nothing for a shorter run', () => {
    const stderr = new TextSink();
    const progress = createProgress({ stderr, isTty: false, logger, totalBytes: 1_000 });
    progress.update({ bytes: 500, records: 50, rejected: 1 });
    vi.advanceTimersByTime(4_999);
    expect(logged).toEqual([]);
    vi.advanceTimersByTime(5_002);
    const fields = { bytes: 500, records: 50, rejected: 1, percent: 50 };
    expect(logged).toEqual([
      { fields: { ...fields, rowsPerSecond: 10 }, message: 'loading' },
      { fields: { ...fields, rowsPerSecond: 5 }, message: 'loading' },
    ]);
    progress.stop();
    vi.advanceTimersByTime(20_000);
    expect(logged).toHaveLength(2);
    expect(stderr.text).toBe('');
  });

  test('prints lines as they are, and no percent without a size', () => {
    const stderr = new TextSink();
    const progress = createProgress({ stderr, isTty: false, logger, totalBytes: null });
    progress.log('orders.csv:17: bad');
    vi.advanceTimersByTime(5_000);
    progress.stop();
    expect(stderr.text).toBe('orders.csv:17: bad\n');
    expect(logged[0]?.fields).not.toHaveProperty('percent');
  });
});

describe('the process', () => {
  test.each([true, false])('is not kept alive (terminal: %s)', (isTty) => {
    vi.useRealTimers();
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const progress = createProgress({ stderr: new TextSink(80), isTty, logger, totalBytes: 1 });
    expect(timers()).toBe(before);
    progress.stop();
  });
});
