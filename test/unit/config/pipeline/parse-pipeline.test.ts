import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../../../src/config/pipeline/parse-pipeline.js';
import { nodeAt, plainValue } from '../../../../src/config/pipeline/pipeline-node.js';
import { SluiceError } from '../../../../src/errors/sluice-error.js';

const parse = (text: string, env: NodeJS.ProcessEnv = {}) => parsePipeline('p.yaml', text, { env });
const valueOf = (text: string, env?: NodeJS.ProcessEnv): unknown => plainValue(parse(text, env).root);

function messageOf(text: string, env: NodeJS.ProcessEnv = {}): string {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'PIPELINE_INVALID') return error.message;
    throw error;
  }
  return 'is right';
}

describe('values', () => {
  test.each([
    ['a: 007', '007'],
    ['a: 1.0', '1.0'],
    ['a: 0x1F', '0x1F'],
    ['a: "x"', 'x'],
    ['a: yes', 'yes'],
    ['a: true', true],
    ['a:', null],
    ['a: [1, b]', ['1', 'b']],
    ['a: |\n  x\n  y\n', 'x\ny\n'],
  ])('%j', (text, value) => expect(valueOf(text)).toEqual({ a: value }));

  test.each([
    ['CRLF', 'a: 1\r\nb:\r\n  c: 2\r\n'],
    ['JSON', '{"a": 1, "b": {"c": 2}}'],
    ['JSON indented by tabs', '{\n\t"a": 1,\n\t"b": {\n\t\t"c": 2\n\t}\n}\n'],
    ['an alias', 'x: &x {c: 2}\na: 1\nb: *x'],
    ['a merge key', 'x: &x {c: 2}\na: 1\nb:\n  <<: *x'],
    ['a merge key and a key', 'x: &x {c: 3, d: 1}\na: 1\nb:\n  <<: [*x]\n  c: 2'],
    ['a null key', 'null: 3\na: 1\nb: {c: 2}'],
  ])('%s', (_, text) => expect(valueOf(text)).toMatchObject({ a: '1', b: { c: '2' } }));

  test('any JSON of texts, lists and mappings is itself', () => {
    const tie = fc.letrec((of) => ({
      any: fc.oneof({ maxDepth: 4 }, fc.string({ unit: 'grapheme' }), fc.boolean(), of('list'), of('mapping')),
      list: fc.array(of('any'), { maxLength: 4 }),
      mapping: fc.dictionary(fc.string(), of('any'), { maxKeys: 4, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(tie.any, (value) => {
        const json = JSON.stringify(value);
        fc.pre(!json.includes('__proto__') && !json.includes('${'));
        expect(valueOf(json)).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });
});

test('every place, from 1', () => {
  const { root } = parse('source:\n  paths:\n    - é😀a\n    - b\n');
  expect(nodeAt(root, ['source', 'paths', 1]).place).toEqual({ line: 4, column: 7 });
  expect(nodeAt(root, ['source']).place).toEqual({ line: 2, column: 3 });
});

describe('references to the environment', () => {
  const env = { USER_NAME: 'ann', EMPTY: '', PW: 'p$w${x}' };

  test.each([
    ['${USER_NAME}', 'ann', '***'],
    ['postgres://u:${PW}@h', 'postgres://u:p$w${x}@h', 'postgres://u:***@h'],
    ['${EMPTY}x', 'x', '***x'],
    ['$${USER_NAME} $x $$', '${USER_NAME} $x $$', '${USER_NAME} $x $$'],
    ['$$${PW}', '$${PW}', '$${PW}'],
  ])('%s', (text, value, shown) => {
    const { root } = parse(JSON.stringify({ a: text }), env);
    expect(nodeAt(root, ['a'])).toMatchObject({ value, shown });
  });

  test('in a plain value, and not in a key', () => {
    expect(valueOf('${PW}: ${USER_NAME}/x', env)).toEqual({ '${PW}': 'ann/x' });
  });

  test.each([
    ['a:\n  b: x${NONE}', 'p.yaml:2:6: the environment has no NONE'],
    ['a: "${}"', 'p.yaml:1:4: ${ is to be followed by the name of a variable and }'],
    ['a: "${a-b}"', 'p.yaml:1:4: ${ is to be followed'],
    ['a: "${USER_NAME"', 'p.yaml:1:4: ${ is to be followed'],
    ['a: "${toString}"', 'p.yaml:1:4: the environment has no toString'],
  ])('%j is wrong', (text, message) => expect(messageOf(text, env)).toContain(message));
});

describe('wrong', () => {
  test.each([
    ['twice the same key', 'a: 1\nb: 2\na: 3', 'p.yaml:3:1: a: is in line 1 already'],
    ['two documents', 'a: 1\n---\nb: 2', 'p.yaml:2:1: a second document begins here'],
    ['a tab', 'a:\n\tb: 1', 'p.yaml:2:1: no YAML: Tabs are not allowed as indentation'],
    ['a tag', 'a: !foo 1', 'p.yaml:1:4: no YAML: Unresolved tag'],
    ['@ without quotes', 'a: @file', 'p.yaml:1:4: no YAML: Plain value cannot start with reserved character @; a text'],
    ['no end', '{"a": 1', 'no YAML'],
    ['an unknown alias', 'a: *b', 'p.yaml:1:4: nothing before it is marked with &b'],
    ['a merge of a text', 'a:\n  <<: x', 'p.yaml:2:7: << takes a mapping'],
    ['a mapping as key', '? {a: 1}\n: 2', 'p.yaml:1:3: a key is to be a text'],
    ['__proto__', '{"a": {"__proto__": 1}}', 'p.yaml:1:8: __proto__ is no key here'],
    ['a date of YAML 1.1', '%YAML 1.1\n---\na: 2024-01-02', 'p.yaml:3:4: only texts, numbers'],
    ['a control character', '"\\u001b[31m": 1\n"\\u001b[31m": 1', String.raw`\x1b[31m: is in line 1`],
  ])('%s', (_, text, message) => expect(messageOf(text)).toContain(message));

  test('all of it in one error, in order, the first ten', () => {
    const lines = Array.from({ length: 13 }, (_, index) => `k${index}: *none`);
    expect(messageOf(lines.join('\n')).split('\n  ')).toEqual([
      'p.yaml has 13 faults:',
      ...Array.from({ length: 10 }, (_, i) => expect.stringContaining(`p.yaml:${i + 1}:`) as string),
      'and 3 more',
    ]);
  });
});

describe('hostile files are refused at once', () => {
  const MIB = 1024 * 1024;
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi']
    .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[i]}`).join(', ')}]\n`)
    .join('')}`;

  test.each([
    ['brackets', '['.repeat(MIB), 'nested too deep'],
    ['closed brackets', '['.repeat(5000) + ']'.repeat(5000), 'nested too deep'],
    ['braces', '{a: '.repeat(MIB / 4), 'nested too deep'],
    ['dashes', '- '.repeat(MIB / 2), 'nested too deep'],
    ['question marks', '? '.repeat(MIB / 2), 'nested too deep'],
    ['indentation', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'nested too deep'],
    ['quotes', '"'.repeat(MIB), 'nested too deep'],
    ['directives', '%a\n'.repeat(MIB / 3), 'too many parts'],
    ['keys', Array.from({ length: 100_000 }, (_, i) => `a${i}: 1`).join('\n'), 'too many parts'],
    ['a bomb of aliases', bomb, 'more than 20000 values, aliases resolved'],
    ['a bomb of merges', bomb.replaceAll('[', '{<<: [').replaceAll(']', ']}').replace(/x/g, '{}'), 'too deep|20000'],
    ['an alias of itself', 'a: &a [*a]', 'nested too deep, aliases resolved'],
  ])('%s', (_, text, message) => {
    const start = performance.now();
    expect(messageOf(text)).toMatch(new RegExp(message));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
