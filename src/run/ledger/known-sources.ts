import type { LoadPlan } from '../../config/load-plan.js';
import type { SourceIdentity } from '../../postgres/ledger/source-identity.js';
import type { RecordSource } from '../reading/record-source.js';
import type { Run } from '../run.js';
import { sourceIdentities } from './source-identities.js';

/** An input, and what the ledger knows it by. */
export interface KnownSource {
  readonly input: RecordSource;
  readonly identity: SourceIdentity;
}

/**
 * Finds out what the ledger knows inputs by.
 *
 * @throws SluiceError as `sourceIdentities`.
 */
export async function knownSources(
  { plan, context }: Run<LoadPlan>,
  inputs: readonly RecordSource[],
): Promise<KnownSource[]> {
  const options = {
    reading: plan.reading,
    transform: plan.transform,
    fingerprint: plan.ledger.fingerprint,
    cwd: context.io.cwd,
  };
  const identities = await sourceIdentities(inputs, options);
  return inputs.map((input, index) => ({ input, identity: identities[index] }));
}

/** The names of sources in the ledger. */
export function namesOf(sources: readonly KnownSource[]): string[] {
  return sources.map(({ identity }) => identity.name);
}
