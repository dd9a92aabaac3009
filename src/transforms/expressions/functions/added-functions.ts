import type { CelFunction } from './cel-function.js';
import { conversionFunctions } from './conversion-functions.js';
import { numberFunctions } from './number-functions.js';
import { textFunctions } from './text-functions.js';
import { timeFunctions } from './time-functions.js';

/** The functions that are added to CEL and give NULL when they are given one; docs/expressions.md has the same. */
export const addedFunctions: readonly CelFunction[] = [
  ...textFunctions,
  ...numberFunctions,
  ...timeFunctions,
  ...conversionFunctions,
];
