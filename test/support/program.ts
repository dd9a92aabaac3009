import { NO_TRANSFORM, type TransformPlan } from '../../src/schema/transform/transform-plan.js';
import { plainSpelling } from '../../src/schema/spelling/spelling-for.js';
import { buildProgram, type BuiltProgram, type ProgramOptions } from '../../src/transforms/record/build-program.js';
import { newResources } from '../../src/transforms/record/program-resources.js';
import { shapeNeeds } from '../../src/transforms/record/shape/shape-names.js';
import { RunMemory } from '../../src/transforms/record/steps/run-memory.js';

/** What a test says of a program; all else is as it is where nothing is asked. */
export type TestProgram = Partial<Omit<ProgramOptions, 'plan'>> &
  Pick<ProgramOptions, 'inputs'> & { readonly plan: Partial<TransformPlan> };

/** Builds a program. */
export function testProgram({ plan, inputs, ...options }: TestProgram): BuiltProgram {
  const whole = { ...NO_TRANSFORM, ...plan };
  const { wanted = new Set<string>() } = options;
  return buildProgram({
    plan: whole,
    inputs,
    wanted,
    firstFree: inputs.size,
    typeOf: () => null,
    typeBefore: () => null,
    plainOutputs: new Set(),
    jsonOutputs: new Set(),
    code: null,
    memory: new RunMemory(),
    needs: shapeNeeds(whole.shape, wanted, (name) => inputs.has(name)),
    resources: newResources(new AbortController().signal, plainSpelling),
    ...options,
  });
}
