import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { jsonTypeOf } from '../../parsers/json/json-type.js';
import type { ShapeStepPlan } from '../../schema/transform/record-step-plan.js';
import { NO_TRANSFORM } from '../../schema/transform/transform-plan.js';
import { ShapeTally } from '../../transforms/record/shape/shape-tally.js';
import { batchesOf } from './batches.js';
import type { FoundKey } from './record-source.js';
import { readThrough } from './read-through.js';
import type { Transformed } from './transformed-parts.js';

/**
 * The names that are left of a source's own when steps have given its records another shape: the members of what is flattened
 * are not known yet.
 */
export function shapedNames(
  names: readonly string[] | null,
  shape: readonly ShapeStepPlan[],
): readonly string[] | null {
  const flattened = new Set(shape.flatMap(({ kind, field }) => (kind === 'flatten' ? [field] : [])));
  return names?.filter((name) => !flattened.has(name)) ?? null;
}

/**
 * Reads a source through for the keys that its records have in their other shape: members stand where the field was that had
 * them.
 *
 * @throws SluiceError TOO_MANY_KEYS
 */
export async function shapedKeys(about: Transformed, signal: AbortSignal): Promise<readonly FoundKey[]> {
  const { source, plan } = about;
  const { findKeys, names } = source;
  const own = findKeys === null ? (names ?? []).map((name) => ({ name, types: 0 })) : await findKeys(signal);
  if (plan.shape.length === 0) return own;
  const tally = new ShapeTally();
  const bare = { ...about, plan: { ...NO_TRANSFORM, shape: plan.shape } };
  const layout = { columns: [], columnOf: () => 'ignored' as const };
  const reading = await readThrough(bare, layout, { shapeTally: tally });
  for await (const batch of batchesOf(source.source, reading, signal))
    if (batch.recordCount > 0 && tally.hasMore) break;
  if (tally.hasMore) throw tooManyMembers(source.source.ref.name);
  return withMembers(own, plan.shape, tally);
}

function withMembers(own: readonly FoundKey[], shape: readonly ShapeStepPlan[], { found }: ShapeTally): FoundKey[] {
  const seen = [...found].map(([name, firsts]) => ({
    name,
    types: [...firsts].reduce((types, first) => types | jsonTypeOf(first), 0),
  }));
  let keys = [...own];
  for (const { kind, field } of shape) {
    const isMade = (name: string): boolean => (kind === 'explode' ? name === field : name.startsWith(`${field}_`));
    const made = seen.filter(({ name }) => isMade(name));
    const taken = new Set(keys.filter(({ name }) => name !== field).map(({ name }) => name));
    const fresh = made.filter(({ name }) => !taken.has(name));
    keys = keys.flatMap((key) =>
      key.name !== field ? [key] : kind === 'explode' && fresh.length === 0 ? [key] : fresh,
    );
  }
  return keys;
}

function tooManyMembers(name: string): SluiceError {
  return new SluiceError(
    'TOO_MANY_KEYS',
    `The objects that are flattened in ${displaySource(name)} have too many different members.`,
    {
      hint: 'Leave flatten out, and take the members that are wanted with columns: from.',
    },
  );
}
