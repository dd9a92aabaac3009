import { expect, test } from 'vitest';
import { type Codec, Verdict } from '../../../src/schema/codecs/codec.js';
import { int4Codec } from '../../../src/schema/codecs/integer.js';
import { checkCodec } from '../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../support/database.js';

const seven: Codec = (_bytes, _start, _end, output) => {
  output.offset = output.bytes.writeInt32BE(7, output.bytes.writeInt32BE(4, output.offset));
  return Verdict.accepted;
};
const threeBytes: Codec = (_bytes, _start, _end, output) => {
  output.offset = output.bytes.writeInt32BE(3, output.offset) + 3;
  return Verdict.accepted;
};
const wrongLength: Codec = (_bytes, _start, _end, output) => {
  output.offset = output.bytes.writeInt32BE(5, output.offset) + 4;
  return Verdict.accepted;
};
const tooLong: Codec = (_bytes, _start, _end, output) => {
  output.offset = output.bytes.writeInt32BE(86, output.offset) + 86;
  return Verdict.accepted;
};
const lookingPast: Codec = (bytes, _start, end) => (bytes[end] === 0x39 ? Verdict.invalid : Verdict.undecided);

test.each<[fault: string, codec: Codec, spelling: string, disagreement: RegExp]>([
  ['stores another value', seven, '8', /^"8": stored "7" .*, Postgres stores "00000008"$/],
  ['accepts what Postgres refuses', seven, 'x', /^"x": accepted, but Postgres refuses it with 22P02$/],
  ['rejects what Postgres takes', () => Verdict.invalid, '8', /^"8": rejected with 2, but Postgres takes it$/],
  ['makes an image that Postgres refuses', threeBytes, '8', /^"8": its image is refused: /],
  ['states a wrong length', wrongLength, '8', /^"8": length word 5 for 4 bytes$/],
  ['exceeds its bound', tooLong, '8', /^"8": image of 90 bytes is over the bound of 34$/],
  ['looks past the end', lookingPast, '8', /^"8": depends on the bytes around it$/],
])('names a codec that %s', async (_fault, codec, spelling, disagreement) => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory: () => codec, ddl: 'integer', spellings: [spelling] });
  expect(answer.disagreements[0]).toMatch(disagreement);
});

test('claims nothing of what is undecided, and lists it', async () => {
  const url = await testDatabaseUrl();
  const factory = () => () => Verdict.undecided;
  const answer = await checkCodec({ url, factory, ddl: 'integer', spellings: ['1', 'x', '1'] });
  expect(answer.disagreements).toEqual([]);
  expect(answer.undecided).toEqual(['1', 'x']);
  expect([...answer.sqlstates]).toEqual([
    ['1', null],
    ['x', '22P02'],
  ]);
});

test('asks with backslashes, tabs and newlines as they are', async () => {
  const url = await testDatabaseUrl();
  const spellings = ['\\N', '\\.', '1\t', '\n1', '\r1', '1\\t'];
  const answer = await checkCodec({ url, factory: int4Codec, ddl: 'integer', spellings });
  expect(answer.disagreements).toEqual([]);
  expect([...answer.sqlstates.values()]).toEqual(['22P02', '22P02', null, null, null, '22P02']);
});
