import { expect, test } from 'vitest';
import { addedFunctions } from '../../../../src/transforms/expressions/functions/added-functions.js';
import { addedConversions } from '../../../../src/transforms/expressions/functions/conversion-functions.js';
import { valueFunctions } from '../../../../src/transforms/expressions/functions/value-functions.js';
import { documentedRows } from '../../../support/documented.js';

function described(functions: readonly { readonly signature: string; readonly description: string }[]): string[][] {
  return functions.map(({ signature, description }) => [signature, description.replaceAll('`', '')]);
}

test('docs/expressions.md has every added function with what it gives, and no other', () => {
  expect(documentedRows('expressions.md', '## Added functions')).toEqual(
    described([...addedFunctions, ...addedConversions]),
  );
});

test('docs/expressions.md has every function that NULL means something to, and no other', () => {
  expect(documentedRows('expressions.md', '## NULL')).toEqual(described(valueFunctions));
});

test('no signature is there twice', () => {
  const all = [...addedFunctions, ...addedConversions, ...valueFunctions].map(({ signature }) => signature);
  expect(new Set(all).size).toBe(all.length);
});
