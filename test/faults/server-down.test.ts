/** The server is shut down at once, at any moment, and comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isRunning, judge, momentsFor, startLoad } from '../support/faulted-load.js';
import { ownServer } from '../support/own-server.js';

const server = ownServer();

/** Milliseconds: about as long as a load takes, so that most moments are within it. */
const DURATION = 600;

describe.each([1, 2] as const)('--jobs %i', (lanes) => {
  test.each(momentsFor(lanes, 3))('immediate shutdown at $moment of a run', async ({ moment, index }) => {
    const mayRetry = index % 2 === 0;
    const flags = mayRetry ? [] : ['--retries', '0'];
    const load = await startLoad({ url: server.url, lanes, flags });
    await sleep(DURATION * moment);
    const isInTime = isRunning(load);
    await server.crash();
    if (!mayRetry) await load.child.ended;
    await server.restart();
    const { exitCode, summary } = await judge(load, isInTime ? 'immediate shutdown' : null);
    const atCommit = ['OUTCOME_UNKNOWN', 'PARTLY_COMMITTED'].includes(summary?.error?.code ?? '');
    if (mayRetry && !atCommit) expect(exitCode).toBe(3);
    else expect([3, 6]).toContain(exitCode);
  });
});
