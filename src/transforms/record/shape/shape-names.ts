import type { ShapeStepPlan } from '../../../schema/transform/record-step-plan.js';

/** Which member of which flattened field a name means. */
export interface MemberName {
  /** The index of the step that flattens the field. */
  readonly step: number;
  readonly field: string;
  readonly key: string;
}

/** What is asked of the steps that give records another shape. */
export interface ShapeNeeds {
  /** The fields of the input that they read. */
  readonly roots: ReadonlySet<string>;
  /** For each step, the members that are wanted: the names of their fields, and their keys. */
  readonly members: readonly ReadonlyMap<string, string>[];
}

/**
 * Which member a name means: one that begins with the name of a flattened field and `_`, unless the input has a field of that
 * name. Of several steps the last counts.
 *
 * @param isKnown - Whether the input has a field of a name.
 * @returns Null: it is no member.
 */
export function memberName(
  name: string,
  shape: readonly ShapeStepPlan[],
  isKnown: (name: string) => boolean,
): MemberName | null {
  if (isKnown(name)) return null;
  for (let step = shape.length - 1; step >= 0; step--) {
    const { kind, field } = shape[step];
    if (kind !== 'flatten' || !name.startsWith(`${field}_`) || name.length === field.length + 1) continue;
    return { step, field, key: name.slice(field.length + 1) };
  }
  return null;
}

/**
 * Finds out what steps must bring for names to be there.
 *
 * @param wanted - Names after the steps.
 * @param isKnown - Whether the input has a field of a name.
 */
export function shapeNeeds(
  shape: readonly ShapeStepPlan[],
  wanted: Iterable<string>,
  isKnown: (name: string) => boolean,
): ShapeNeeds {
  const roots = new Set<string>();
  const members = shape.map(() => new Map<string, string>());
  const need = (name: string, isRead: boolean): void => {
    const member = memberName(name, shape, isKnown);
    if (member === null) {
      if (isRead) roots.add(name);
      return;
    }
    members[member.step].set(name, member.key);
    need(member.field, true);
  };
  for (const { field } of shape) need(field, true);
  for (const name of wanted) need(name, false);
  return { roots, members };
}
