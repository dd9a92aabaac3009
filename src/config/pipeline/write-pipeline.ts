import { printable } from '../../errors/printable.js';
import type { DraftColumn, DraftExample, PipelineDraft } from './pipeline-draft.js';
import type { FlagValue } from './pipeline-flags.js';
import { yamlBlock, yamlText, yamlValue } from './yaml-text.js';

/** Writes a commented pipeline file, as YAML. Every text in it is quoted where it must be. */
export function writePipeline(draft: PipelineDraft): string {
  const sections = [
    head(),
    sourceSection(draft),
    columnsSection(draft),
    recordSection(),
    targetSection(draft),
    errorsSection(),
  ];
  const example = draft.example === null ? [] : [testsSection(draft.example)];
  return `${[...sections, ...example].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function head(): string[] {
  return [
    '# yaml-language-server: $schema=./node_modules/sluice/pipeline.schema.json',
    '# Written by sluice init. docs/pipelines.md has every key. To try it out: sluice test FILE, then',
    '# sluice validate --pipeline FILE --no-db, or sluice convert --pipeline FILE --to ndjson.',
  ];
}

function sourceSection({ path, source }: PipelineDraft): string[] {
  return [
    'source:',
    `  paths: ${yamlValue(path)}`,
    ...source.map(([key, value]) => `  ${yamlText(key)}: ${shown(value)}`),
  ];
}

function shown(value: FlagValue): string {
  if (typeof value === 'boolean') return String(value);
  // Numbers are read as they are written.
  if (typeof value === 'string' && /^\d+$/.test(value)) return value;
  return typeof value === 'string' ? yamlValue(value) : `[${value.map(yamlValue).join(', ')}]`;
}

function columnsSection({ columns, others, columnNotes }: PipelineDraft): string[] {
  const notes = columnNotes.map((note) => `  ${comment(note)}`);
  if (columns.length === 0 && others === 'keep') return ['# columns: {}', ...notes];
  const drop = others === 'drop' ? ["  '*': drop"] : [];
  return [
    '# What becomes of each column; see docs/pipelines.md.',
    'columns:',
    ...columns.flatMap(columnLines),
    ...notes,
    ...drop,
  ];
}

function columnLines({ name, from, type, isTypeOfTable, notes }: DraftColumn): string[] {
  const parts = [
    ...(from === null ? [] : [`from: ${yamlValue(from)}`]),
    ...(isTypeOfTable ? [] : [`type: ${yamlValue(type)}`]),
  ];
  const key = yamlText(name);
  const line = parts.length === 0 ? `# ${printable(key, MOST_SHOWN)}:` : `${key}: { ${parts.join(', ')} }`;
  return [...notes.map((note) => `  ${comment(note)}`), `  ${line}${isTypeOfTable ? `  ${comment(type)}` : ''}`];
}

function recordSection(): string[] {
  return [
    '# Only records for which it is true are loaded:',
    '# where: amount > 0.0',
    '',
    '# What must hold for each record:',
    '# rules:',
    '#   - { expr: amount < 1000000.0, message: too large to be true }',
  ];
}

function targetSection({ table, create }: PipelineDraft): string[] {
  return [
    'target:',
    '  # The environment (DATABASE_URL, PGHOST, …) comes before this; without either it is an embedded PostgreSQL.',
    '  # db: postgres://loader:${LOADER_PASSWORD}@db.example/shop',
    `  table: ${yamlValue(table)}`,
    ...(create ? ['  # Make the table when it is missing:', '  create: true'] : []),
    '  # What becomes of rows that are there: append, replace, upsert or ignore.',
    '  mode: append',
    '  # key: [id]',
  ];
}

function errorsSection(): string[] {
  return [
    'errors:',
    '  # How many records may be rejected before nothing is loaded: 10, or 0.5%.',
    '  maxErrors: 0',
    '  # rejectsDir: rejected',
  ];
}

function testsSection({ input, row, isPartial }: DraftExample): string[] {
  const cells = row.map(({ name, text, isNumber }) => `${yamlText(name)}: ${cellText(text, isNumber)}`);
  return [
    '# Examples, which sluice test runs.',
    'tests:',
    '  - name: the first record',
    `    input: ${yamlBlock(input, '      ')}`,
    ...(isPartial ? ['    partial: true'] : []),
    '    expect:',
    `      - { ${cells.join(', ')} }`,
  ];
}

function cellText(text: string | null, isNumber: boolean): string {
  if (text === null) return 'null';
  return isNumber ? text : yamlText(text);
}

function comment(text: string): string {
  return `# ${printable(text, MOST_SHOWN)}`;
}

const MOST_SHOWN = 200;
