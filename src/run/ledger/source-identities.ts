import { resolve } from 'node:path';
import { displaySource } from '../../batch/display-source.js';
import type { ReadingPlan } from '../../config/reading-plan.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { SourceIdentity } from '../../postgres/ledger/source-identity.js';
import { isNoTransform, type TransformPlan } from '../../schema/transform/transform-plan.js';
import { transformMark } from './transform-mark.js';
import type { FingerprintKind } from '../../schema/fingerprint.js';
import { isUrl } from '../../sources/http/url-name.js';
import type { RecordSource } from '../reading/record-source.js';

/** How sources are told apart. */
export interface IdentityOptions {
  readonly reading: ReadingPlan;
  readonly transform: TransformPlan;
  readonly fingerprint: FingerprintKind;
  /** The folder that relative paths start from. */
  readonly cwd: string;
}

/**
 * By what the ledger knows inputs: their names, free of where the command was run, what their bytes are, and how records
 * are found in them.
 *
 * @throws SluiceError USAGE for an input that can be read only once, or whose version can't be told; SOURCE_UNREADABLE.
 */
export async function sourceIdentities(
  inputs: readonly RecordSource[],
  { reading, transform, fingerprint: kind, cwd }: IdentityOptions,
): Promise<SourceIdentity[]> {
  const identities: SourceIdentity[] = [];
  const seen = new Map<string, number>();
  for (const input of inputs) {
    const { source } = input;
    const fingerprint = source.repeatable ? await source.fingerprint(kind) : null;
    if (fingerprint === null) throw unknownVersion(input);
    const name = nameOf(input, cwd);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    identities.push({
      name: count === 1 ? name : `${name} (${count})`,
      entry: source.ref.entry ?? null,
      fingerprint,
      reading: readingOf(input, reading, transform),
    });
  }
  return identities;
}

function nameOf({ source: { ref } }: RecordSource, cwd: string): string {
  return isUrl(ref.name) ? ref.name : resolve(cwd, ref.name);
}

/** All that decides where a record begins and ends, and so which number it has; and what becomes of it on its way. */
function readingOf(
  { format, encoding, dialect }: RecordSource,
  { json, maxRecordBytes }: ReadingPlan,
  transform: TransformPlan,
): string {
  const marks = dialect.map(({ name, value }) => `${name}=${value}`);
  const { select, comments, maxDepth } = json;
  return JSON.stringify({
    format,
    encoding,
    maxRecordBytes,
    ...(format === 'csv' ? { marks } : { select, comments, maxDepth }),
    ...(isNoTransform(transform) ? {} : { transform: transformMark(transform) }),
  });
}

function unknownVersion({ source }: RecordSource): SluiceError {
  const name = displaySource(source.ref.name);
  return new SluiceError(
    'USAGE',
    `${name} can't be told from another version of itself, so it can't be loaded once only.`,
    {
      hint: '--resumable and --once take files, and URLs whose server sends an ETag. Keep a copy of anything else, and load that.',
    },
  );
}
