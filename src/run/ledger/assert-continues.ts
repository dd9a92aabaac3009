import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { UnfinishedSource } from '../../postgres/ledger/find-sources.js';
import type { SourceIdentity } from '../../postgres/ledger/source-identity.js';
import { isSameFingerprint, type Fingerprint } from '../../schema/fingerprint.js';

/**
 * Makes sure that a source is still the one that an unfinished run began to load, and that its records are still found in
 * the same way: else their numbers would mean others.
 *
 * @throws SluiceError SOURCE_CHANGED, USAGE
 */
export function assertContinues({ name, fingerprint, reading }: SourceIdentity, before: UnfinishedSource): void {
  const shown = displaySource(name);
  if (!isSameFingerprint(fingerprint, before.fingerprint)) {
    const what = difference(before.fingerprint, fingerprint);
    throw new SluiceError('SOURCE_CHANGED', `${shown} is not what run ${before.run} began to load: ${what}.`, {
      hint: `Go on with what it was then; or load all that it is now with --again: what run ${before.run} has loaded of it then stays in the table, for you to remove.`,
    });
  }
  if (reading === before.reading) return;
  throw new SluiceError(
    'USAGE',
    `${shown} would be read otherwise than run ${before.run} began to: its records would be others.`,
    {
      hint: 'Give the flags about the format, the dialect and the encoding that were given then, and the same pipeline; or load all of it anew with --again.',
    },
  );
}

function difference(then: Fingerprint, now: Fingerprint): string {
  if (kindOf(then) !== kindOf(now)) return `its fingerprint was taken with --fingerprint ${flagOf(then)} then`;
  if (then.size !== now.size) return `it had ${then.size} bytes and has ${now.size}`;
  if (then.hash !== now.hash) return 'its bytes are others';
  return `it was written again, at ${new Date(now.modifiedMs ?? 0).toISOString()}; if its bytes are the same, --fingerprint sha256 from the start would have shown it`;
}

function kindOf({ hash }: Fingerprint): string {
  return hash.slice(0, hash.indexOf(':'));
}

function flagOf(fingerprint: Fingerprint): string {
  return kindOf(fingerprint) === 'sha256' ? 'sha256' : 'quick';
}
