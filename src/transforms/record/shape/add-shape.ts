import type { ShapeStepPlan } from '../../../schema/transform/record-step-plan.js';
import type { BuildSite } from '../build-site.js';
import type { Scope, ScopeField } from '../scope.js';
import { noColumn } from '../steps/no-column.js';
import { ExplodeTask } from './explode-task.js';
import { FlattenTask } from './flatten-task.js';
import type { ShapeNeeds } from './shape-names.js';
import type { ShapeTally } from './shape-tally.js';

/** What the steps are to bring. */
export interface ShapeOptions {
  readonly steps: readonly ShapeStepPlan[];
  readonly needs: Pick<ShapeNeeds, 'members'>;
  /** Takes note of what they make; null: nobody asks. */
  readonly tally: ShapeTally | null;
}

/**
 * Adds the steps that give records another shape to a program, in their order.
 *
 * @param inputs - The fields of the input.
 * @returns The fields afterwards.
 * @throws SluiceError COLUMN_MISMATCH when a step names a field that is not there.
 */
export function addShape({ steps, needs, tally }: ShapeOptions, inputs: Scope, site: BuildSite): Scope {
  const scope = new Map<string, ScopeField>(inputs);
  const { program, newSlot } = site;
  for (const [index, step] of steps.entries()) {
    const { kind, field: name } = step;
    const field = scope.get(name);
    if (field === undefined) throw noColumn(name, kind, [...scope.keys()]);
    if (kind === 'explode') {
      program.add(new ExplodeTask({ name, field, empty: step.empty, tally }, program.bench));
      scope.set(name, { ...field, isJson: true });
      continue;
    }
    const members = new Map([...needs.members[index]].map(([member, key]) => [member, { key, slot: newSlot() }]));
    const slots = new Map([...members.values()].map(({ key, slot }) => [key, slot]));
    program.add(new FlattenTask({ name, field, members: slots, tally }, program.bench));
    for (const [member, { slot }] of members) scope.set(member, { slot, type: site.typeBefore(member), isJson: true });
  }
  return scope;
}
