/** Holds the flags of `load`, the schema of the pipeline file, its JSON Schema and docs/pipelines.md together. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addLoadCommand } from '../../../../src/commands/load.js';
import { flagHelp } from '../../../../src/commands/pipeline-options.js';
import { loadFlags } from '../../../../src/config/load-plan.js';
import { pipelineJsonSchema } from '../../../../src/config/pipeline/pipeline-json-schema.js';
import { flagsByKey, PATHS_KEY, sectionFlags } from '../../../../src/config/pipeline/pipeline-keys.js';
import { pipelineSchema } from '../../../../src/config/pipeline/pipeline-schema.js';
import { resolvePipeline } from '../../../../src/config/pipeline/resolve-pipeline.js';
import { keyPaths } from '../../../../src/config/pipeline/schema-forms.js';
import { documentedHeadings, documentedRows } from '../../../support/documented.js';
import { folderOf } from '../../../support/folder-of.js';

const rootFile = (name: string): string => readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8');

const program = new Command();
addLoadCommand(program, { io: {} as never, setExitCode: () => undefined });
const [load] = program.commands;

/** The sections that are not flags. */
const recordSections = ['columns', 'where', 'rules', 'transform', 'tests'];
const recordKeys = keyPaths(pipelineSchema).filter((path) => recordSections.includes(path.split(/[.[]/)[0]));

interface Schema {
  readonly description?: string;
  readonly properties: Record<string, { description?: string; properties?: Record<string, { description?: string }> }>;
}

test('every flag of load but those about printing and the file has exactly one key', () => {
  // What is done with records has sections of its own.
  const others = new Set(['json', 'logFormat', 'logLevel', 'pipeline', 'printPlan', 'where', 'set']);
  const declared = load.options.map((option) => option.attributeName()).filter((name) => !others.has(name));
  const keyed = [...flagsByKey.values()];
  expect(keyed.toSorted()).toEqual([...new Set(declared)].toSorted());
  expect(keyed.toSorted()).toEqual(
    Object.keys(loadFlags.shape)
      .filter((name) => !others.has(name))
      .toSorted(),
  );
});

describe('docs/pipelines.md has the keys of', () => {
  test.each(Object.keys(sectionFlags))('%s with their flags, and no others', (section) => {
    const rows = documentedRows('pipelines.md', `### \`${section}\``);
    const spelled = new Map(load.options.filter(({ negate }) => !negate).map((one) => [one.attributeName(), one.long]));
    const keys = [...flagsByKey].map(([key, flag]) => [key, spelled.get(flag)]);
    const expected = [[PATHS_KEY, 'the arguments'], ...keys].filter(([key]) => key?.startsWith(`${section}.`));
    expect(rows.map(([key, flag]) => [`${section}.${key}`, flag])).toEqual(expected);
  });
});

describe('docs/pipelines.md has the keys of what is about records:', () => {
  test.each(recordKeys.filter((path) => /[.[]/.test(path)))('%s', (path) => {
    const section = path.split(/[.[]/)[0];
    const headings = documentedHeadings('pipelines.md', '#').filter((heading) => sectionOf(heading) === section);
    const cells = headings.flatMap((heading) => documentedRows('pipelines.md', heading).map(([key = '']) => key));
    const names = new Set(cells.flatMap((cell) => cell.split(/[\s,]+/)));
    expect([...names], path).toContain(/[\w$]+$/.exec(path)?.[0] ?? '*');
  });
});

/** `### \`columns\`` and `## Columns` are about `columns`. */
function sectionOf(heading: string): string {
  return heading.replace(/^#+ /, '').replaceAll('`', '').toLowerCase();
}

describe('every key of pipeline.schema.json that is about records', () => {
  const schema = JSON.parse(rootFile('pipeline.schema.json')) as Described;

  test.each(recordKeys)('%s is described, or what it is in', (path) => {
    const own = path.split('.').map((_, index, steps) => steps.slice(0, index + 1).join('.'));
    const [deepest, parent = deepest] = own.toReversed();
    const texts = [deepest, parent].flatMap((one) => descriptionsAt(schema, one.split(/\.|(?=\[\])/)));
    expect(texts.join(' '), path).toMatch(/\w{2}/);
  });
});

interface Described {
  readonly description?: string;
  readonly anyOf?: readonly Described[];
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
}

/** At a path in which `*` is any key and `[]` any item; choices are looked into. */
function descriptionsAt(schema: Described, [step, ...rest]: readonly string[]): string[] {
  const choices = (schema.anyOf ?? []).flatMap((one) => descriptionsAt(one, step === undefined ? [] : [step, ...rest]));
  if (step === undefined) return [...(schema.description === undefined ? [] : [schema.description]), ...choices];
  const { additionalProperties: any } = schema;
  const other = step === '*' && typeof any === 'object' ? any : undefined;
  const next = step === '[]' ? schema.items : (other ?? schema.properties?.[step]);
  return [...(next === undefined ? [] : descriptionsAt(next, rest)), ...choices];
}

describe('pipeline.schema.json', () => {
  const schema = JSON.parse(rootFile('pipeline.schema.json')) as Schema;

  test('is up to date: npm run schema writes it', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(pipelineJsonSchema(flagHelp(load)))));
  });

  test('describes every key', () => {
    for (const key of [PATHS_KEY, ...flagsByKey.keys()]) {
      const [section, own] = key.split('.');
      expect(schema.properties[section].properties?.[own].description, key).toMatch(/\w{2}/);
    }
  });

  test('is in the package', () => {
    const { files, exports } = JSON.parse(rootFile('package.json')) as { files: string[]; exports: object };
    expect(files).toContain('pipeline.schema.json');
    expect(exports).toHaveProperty(['./pipeline.schema.json'], './pipeline.schema.json');
  });
});

test('the example of docs/pipelines.md resolves', async () => {
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(rootFile('docs/pipelines.md')) ?? [];
  const cwd = await folderOf({ 'orders.sluice.yaml': example });
  const request = {
    command: 'load' as const,
    inputs: [],
    flags: {},
    pipeline: 'orders.sluice.yaml',
    cwd,
    env: { LOADER_PASSWORD: 'x' },
  };
  const { plan } = await resolvePipeline(request);
  expect(plan).toMatchObject({
    reading: { inputs: ['incoming/orders-*.csv'], csv: { delimiter: ';', nulls: ['NA', 'n/a'] } },
    target: { db: 'postgres://loader:x@db.example/shop', table: { schema: 'sales', name: 'orders' } },
    write: { mode: 'upsert', key: ['order_number'] },
    rejects: { budget: { kind: 'percent', limit: 0.5 }, folder: 'rejected' },
    ledger: { use: 'once' },
  });
});
