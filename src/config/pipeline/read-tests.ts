import { SluiceError } from '../../errors/sluice-error.js';
import { printable } from '../../errors/printable.js';
import { PlanReader } from '../transform/plan-reader.js';
import type { ParsedPipeline } from './parse-pipeline.js';
import type { PipelineNode, ScalarNode } from './pipeline-node.js';
import type { ExpectedReject, ExpectedRow, ExpectedValue, PipelineTest } from './pipeline-test.js';

/**
 * Reads the examples of a pipeline file, which fits the schema.
 *
 * @throws SluiceError PIPELINE_INVALID when there is none.
 */
export function readTests({ name, root }: ParsedPipeline): PipelineTest[] {
  const reader = new PlanReader(name);
  const tests = itemsOf(reader.child(root, 'tests'));
  if (tests.length === 0) {
    throw new SluiceError('PIPELINE_INVALID', `${printable(name, 200)} has no tests.`, {
      hint: 'Write examples under the key tests; docs/pipelines.md shows how.',
    });
  }
  return tests.map((node, index) => readTest(node, index, reader));
}

function readTest(node: PipelineNode, index: number, reader: PlanReader): PipelineTest {
  const input = reader.child(node, 'input');
  const expect = reader.child(node, 'expect');
  const isRecords = input?.kind === 'list';
  return {
    name: reader.text(node, 'name') ?? `example ${index + 1}`,
    place: reader.placeOf(node),
    input: isRecords ? input.items.map((item) => `${jsonText(item)}\n`).join('') : (reader.text(node, 'input') ?? ''),
    isRecords,
    expect: expect === null ? null : itemsOf(expect).map(readRow),
    isPartial: reader.flag(node, 'partial'),
    rejects: itemsOf(reader.child(node, 'rejects')).map((item) => readReject(item, reader)),
  };
}

function itemsOf(node: PipelineNode | null): readonly PipelineNode[] {
  return node?.kind === 'list' ? node.items : [];
}

function readRow(node: PipelineNode): ExpectedRow {
  const entries = node.kind === 'mapping' ? [...node.entries] : [];
  return new Map(entries.map(([column, entry]) => [column, readValue(entry.node)]));
}

function readValue(node: PipelineNode): ExpectedValue {
  if (node.kind !== 'scalar') return { kind: 'json', value: JSON.parse(jsonText(node)) as unknown };
  const { value } = node;
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  return { kind: node.isNumber === true ? 'number' : 'text', text: value };
}

function readReject(node: PipelineNode, reader: PlanReader): ExpectedReject {
  const number = (key: string): number | null => {
    const text = reader.text(node, key);
    return text === null ? null : Number(text);
  };
  return {
    line: number('line'),
    record: number('record'),
    column: reader.text(node, 'column'),
    code: reader.text(node, 'code'),
    message: reader.text(node, 'message'),
  };
}

/** As JSON, in which a number has all of its digits. */
function jsonText(node: PipelineNode): string {
  if (node.kind === 'list') return `[${node.items.map(jsonText).join(',')}]`;
  if (node.kind === 'scalar') return scalarText(node);
  return `{${[...node.entries].map(([key, entry]) => `${JSON.stringify(key)}:${jsonText(entry.node)}`).join(',')}}`;
}

/** YAML has numbers that JSON has not, such as `0x1f` and `.5`: those are texts. */
function scalarText({ value, isNumber }: ScalarNode): string {
  const isPlain = isNumber === true && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(String(value));
  return isPlain ? String(value) : JSON.stringify(value);
}
