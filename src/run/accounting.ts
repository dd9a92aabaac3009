import { SluiceError } from '../errors/sluice-error.js';
import type { RunAccount } from './run-account.js';

/** What became of the records of a run. */
export interface Account {
  readonly read: number;
  /** How many more there are since one became several. */
  readonly expanded: number;
  /** As Postgres counted them. */
  readonly loaded: number;
  readonly rejected: number;
  readonly filtered: number;
  readonly skipped: number;
}

/**
 * Holds the first promise: read + expanded = loaded + rejected + filtered + skipped. Called before every commit.
 *
 * @throws SluiceError COUNT_MISMATCH when the sides differ.
 */
export function assertAccounted({ read, expanded, loaded, rejected, filtered, skipped }: Account): void {
  if (read + expanded === loaded + rejected + filtered + skipped) return;
  const more = expanded === 0 ? '' : ` and ${expanded} made of them`;
  const sum = `${loaded} loaded + ${rejected} rejected + ${filtered} filtered + ${skipped} skipped`;
  throw new SluiceError('COUNT_MISMATCH', `The run does not add up: ${read} records read${more}, but ${sum}.`, {
    hint: 'This is a fault in Sluice; the load was not completed. Please report it with the input, if you can share it.',
  });
}

/**
 * Holds it for a whole run: of each source by what was sent on, and of all together by what was acknowledged.
 *
 * @throws SluiceError COUNT_MISMATCH when the sides differ.
 */
export function assertRunAccounted(account: RunAccount): void {
  const { sources, read, expanded, rejected, filtered, acknowledged, skipped, skippedBySource } = account;
  for (const [index, source] of sources.entries()) {
    const own = skippedBySource[index] ?? 0;
    assertAccounted({ ...source, loaded: source.sent - own, skipped: own });
  }
  assertAccounted({ read, expanded, loaded: acknowledged, rejected, filtered, skipped });
}
