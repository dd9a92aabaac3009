import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Client } from '../../postgres/client.js';
import { findUnfinishedElsewhere } from '../../postgres/ledger/find-sources.js';
import type { SourceIdentity } from '../../postgres/ledger/source-identity.js';

/**
 * Makes sure that no unfinished run has begun to load the same bytes under another name: what it has loaded would go in
 * again.
 *
 * @throws SluiceError USAGE
 */
export async function assertNotElsewhere(
  client: Client,
  tableOid: number,
  identities: readonly SourceIdentity[],
): Promise<void> {
  const found = await findUnfinishedElsewhere(client, tableOid, identities);
  for (const [index, before] of found.entries()) {
    if (before === null) continue;
    const [name, other] = [displaySource(identities[index].name), displaySource(before.name)];
    throw new SluiceError(
      'USAGE',
      `${name} has the same bytes as ${other}, of which run ${before.run} has loaded a part.`,
      {
        hint: `Go on with that: give it the name ${other} again, with --resumable. Or load all of it with --again: then what run ${before.run} has loaded is in twice, unless you remove it.`,
      },
    );
  }
}

/** What to tell whoever would load all of a source, a part of which is in. */
export function partlyLoaded(name: string, { run }: { readonly run: number }): SluiceError {
  return new SluiceError('USAGE', `Run ${run} has loaded a part of ${displaySource(name)} with --resumable.`, {
    hint: `Go on with --resumable. Or load all of it with --again: then what run ${run} has loaded is in twice, unless you remove it.`,
  });
}
