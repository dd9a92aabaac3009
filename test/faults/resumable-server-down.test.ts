/** The server is shut down at once under a resumable load, and comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isRunning, momentsFor } from '../support/faulted-load.js';
import { ownServer } from '../support/own-server.js';
import { judgeResumed, startResumable } from '../support/resumed-load.js';

const server = ownServer();

/** Milliseconds: about as long as a load takes, so that most moments are within it. */
const DURATION = 800;
const LIMIT_MS = 60_000;

describe.each([1, 2] as const)('--jobs %i', (lanes) => {
  test.each(momentsFor(lanes, 13))(
    'immediate shutdown at $moment of a run',
    async ({ moment, index }) => {
      const mayRetry = index % 2 === 0;
      const load = await startResumable({ url: server.url, lanes, flags: mayRetry ? [] : ['--retries', '0'] });
      await sleep(DURATION * moment);
      const isInTime = isRunning(load);
      await server.crash();
      if (!mayRetry) await load.child.ended;
      await server.restart();
      const { exitCode } = await judgeResumed(load, isInTime ? 'immediate shutdown' : null);
      expect(mayRetry ? [3] : [3, 6]).toContain(exitCode);
    },
    LIMIT_MS,
  );
});
