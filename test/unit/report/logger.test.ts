import { describe, expect, test } from 'vitest';

import { createLogger } from '../../../src/report/logger.js';
import { TextSink } from '../../support/text-sink.js';

describe('createLogger', () => {
  test('a pretty line is there when the call returns: time, level, sentence, fields', async () => {
    const stderr = new TextSink();
    const logger = createLogger({ stderr });
    logger.info({ rows: 3 }, 'loading');
    expect(stderr.text).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: loading \{"rows":3\}\n$/);
  });

  test('json has ISO times and named levels, an object a line', async () => {
    const stderr = new TextSink();
    const logger = createLogger({ stderr, format: 'json' });
    logger.warn({ rows: 3 }, 'slow');
    logger.error({}, 'broken');
    const lines = stderr.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
    expect(lines).toEqual([
      { level: 'warn', time, rows: 3, msg: 'slow' },
      { level: 'error', time, msg: 'broken' },
    ]);
  });

  test('the level holds lines back', async () => {
    const stderr = new TextSink();
    const logger = createLogger({ stderr, level: 'warn' });
    logger.debug({}, 'a');
    logger.info({}, 'b');
    expect(stderr.text).toBe('');
    const silent = createLogger({ stderr, level: 'silent' });
    silent.error({}, 'c');
    expect(stderr.text).toBe('');
  });

  test.each(['pretty', 'json'] as const)('%s shows no password, wherever it is', async (format) => {
    const stderr = new TextSink();
    const logger = createLogger({ stderr, format });
    const error = new Error('cannot reach postgres://me:hunter2@host/db');
    const fields = { password: 'hunter2', db: { password: 'hunter2' }, env: { PGPASSWORD: 'hunter2' }, err: error };
    logger.error(fields, 'with password=hunter2 to postgresql://me:hunter2@host/db');
    expect(stderr.text).toContain('postgresql://me:***@host/db');
    expect(stderr.text).not.toContain('hunter2');
  });

  test.each(['pretty', 'json'] as const)('%s lets no control character through', async (format) => {
    const stderr = new TextSink();
    const logger = createLogger({ stderr, format });
    const hostile = 'x\u001b]0;owned\u0007\r\u009b2J\u202e\u2028y';
    logger.info({ file: hostile, [hostile]: 1 }, hostile);
    expect(stderr.text.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (format === 'json') expect(JSON.parse(stderr.text)).toMatchObject({ file: hostile, msg: hostile, [hostile]: 1 });
  });
});
