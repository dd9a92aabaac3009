import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePipeline } from '../../../../src/config/pipeline/parse-pipeline.js';
import { plainValue } from '../../../../src/config/pipeline/pipeline-node.js';
import { yamlBlock, yamlText, yamlValue } from '../../../../src/config/pipeline/yaml-text.js';

const valueOf = (text: string): unknown => plainValue(parsePipeline('p.yaml', text, { env: {} }).root);
const anyText = fc.string({ unit: 'binary' }).filter((text) => text !== '__proto__');

describe('any text comes back', () => {
  test('as a key and as a value of one line', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(yamlText(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(valueOf(`- { ${yamlText(text)}: [${yamlValue(text)}, x] }`)).toEqual([{ [text]: [text, 'x'] }]);
      }),
    );
  });

  test('as a block of lines', () => {
    const lines = fc.array(
      fc.string({ unit: fc.constantFrom('a', ' ', '\t', '#', ':', '"', '\r', '\u0007', 'é', '-') }),
    );
    fc.assert(
      fc.property(
        lines.map((all) => all.map((line) => `${line}\n`).join('')),
        (text) => {
          expect(valueOf(`tests:\n  - input: ${yamlBlock(text, '      ')}\n    name: x\n`)).toEqual({
            tests: [{ input: text, name: 'x' }],
          });
        },
      ),
    );
  });
});

test.each([
  ['order_no', 'order_no'],
  ['Orders 2024.csv', 'Orders 2024.csv'],
  ['data/größe.csv', 'data/größe.csv'],
  ['true', '"true"'],
  ['NO', '"NO"'],
  ['y', '"y"'],
  ['<<', '"<<"'],
  ['2024', '"2024"'],
  ['a, b', '"a, b"'],
  ['\u202e', String.raw`"\u202e"`],
  ['', '""'],
])('%j is written as %s', (text, written) => {
  expect(yamlText(text)).toBe(written);
  expect(parse(`[${written}]`)).toEqual([text]);
});

test('what refers to the environment is escaped', () => expect(yamlValue('${A}$${')).toBe('"$${A}$$${"'));
