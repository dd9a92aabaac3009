import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkPipeline } from '../../../../src/config/pipeline/check-pipeline.js';
import { parsePipeline } from '../../../../src/config/pipeline/parse-pipeline.js';
import { readTransform } from '../../../../src/config/transform/read-transform.js';

const root = new URL('../../../../', import.meta.url);
const pages = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)];

/** The pipelines that a page shows, each with the line that it begins on. */
function examplesIn(page: string): [place: string, text: string][] {
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(/^( *)```yaml\n([^]*?)^ *```/gm)].map(({ 1: indent, 2: yaml, index }) => [
    `${page}:${text.slice(0, index).split('\n').length}`,
    yaml.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  ]);
}

describe('what the pages show is right:', () => {
  test.each(pages.flatMap(examplesIn))('%s', (place, text) => {
    const env = { LOADER_PASSWORD: 'x', PII_SALT: 'x' };
    const parsed = parsePipeline(place, text, { env });
    expect(() => checkPipeline(parsed)).not.toThrow();
    expect(readTransform(parsed)).toBeDefined();
  });
});
