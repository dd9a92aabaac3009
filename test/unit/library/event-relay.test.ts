import { describe, expect, test } from 'vitest';
import type { RejectedRecord } from '../../../src/batch/faults.js';
import { EventRelay } from '../../../src/library/event-relay.js';
import type { RejectEvent, RunListeners } from '../../../src/library/run-events.js';

const rejected: RejectedRecord = {
  place: { source: { name: 'a.csv' }, ordinal: 1, line: 2, byteOffset: 3 },
  raw: Buffer.from('x\xff', 'latin1'),
  faults: [
    {
      kind: {
        stage: 'database',
        column: 'n',
        code: 'odd',
        message: 'odd',
        hint: 'h',
        sqlstate: '23505',
        constraint: 'c',
      },
      value: Buffer.from('x'),
      detail: 'd',
    },
    { kind: { stage: 'parse', column: null, code: 'odd', message: 'odd', hint: null, sqlstate: null }, value: null },
  ],
};

function relayTo(listeners: RunListeners, signal = new AbortController().signal) {
  const failures: unknown[] = [];
  return { relay: new EventRelay(listeners, signal, (error) => void failures.push(error)), failures };
}

describe('EventRelay', () => {
  test('an event for each fault, whose bytes outlive the call', () => {
    const events: RejectEvent[] = [];
    const raw = Buffer.from(rejected.raw);
    const { relay } = relayTo({ reject: (event) => events.push(event) });
    relay.add({ ...rejected, raw });
    raw.fill(0);
    const record = { source: 'a.csv', line: 2, record: 1, byteOffset: 3, raw: 'x\ufffd', rawBytes: rejected.raw };
    expect(events).toEqual([
      {
        ...record,
        ...{ stage: 'database', column: 'n', value: 'x', code: 'odd', sqlstate: '23505', message: 'odd', hint: 'h' },
        ...{ constraint: 'c', detail: 'd' },
      },
      {
        ...record,
        ...{ stage: 'parse', column: null, value: null, code: 'odd', sqlstate: null, message: 'odd', hint: null },
        ...{ constraint: null, detail: null },
      },
    ]);
  });

  test('progress has the size of all', () => {
    const events: object[] = [];
    const { relay } = relayTo({ progress: (event) => void events.push(event) });
    const progress = relay.startProgress(9);
    progress.update({ bytes: 1, records: 2, rejected: 3 });
    progress.stop();
    expect(events).toEqual([{ bytes: 1, records: 2, rejected: 3, totalBytes: 9 }]);
  });

  test('without listeners nothing happens', async () => {
    const { relay, failures } = relayTo({});
    relay.add(rejected);
    relay.notice('x');
    relay.clear();
    relay.startProgress(null).log('x');
    await relay.drained();
    expect(failures).toEqual([]);
  });

  test.each<[string, RunListeners]>([
    ['progress', { progress: fail }],
    ['reject', { reject: fail }],
    ['notice', { notice: fail }],
    ['restart', { restart: fail }],
  ])('what %s throws is told, and does not come through', (_, listeners) => {
    const { relay, failures } = relayTo(listeners);
    relay.startProgress(null).update({ bytes: 0, records: 0, rejected: 0 });
    relay.notice('x');
    relay.clear();
    relay.add({ ...rejected, faults: [rejected.faults[0]] });
    expect(failures).toEqual([new Error('no more')]);
  });

  test('waits for promises, and tells of those that reject', async () => {
    let count = 0;
    const reject = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (++count === 2) fail();
    };
    const { relay, failures } = relayTo({ reject });
    relay.add(rejected);
    expect(count).toBe(0);
    await relay.drained();
    expect([count, failures]).toEqual([2, [new Error('no more')]]);
  });

  test('an abort ends the waiting', async () => {
    const controller = new AbortController();
    const { relay } = relayTo({ reject: () => new Promise(() => undefined) }, controller.signal);
    relay.add(rejected);
    const drained = relay.drained();
    controller.abort();
    await drained;
    relay.add(rejected);
    await relay.drained();
  });
});

function fail(): never {
  throw new Error('no more');
}
