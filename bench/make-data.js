import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** The table of the benchmark: ten columns of the types that files have most. */
export const tableSql = `create table bench (
  id bigint, uid uuid, name text, email text, note text, amount numeric(12,2), quantity integer,
  created_at timestamptz, active boolean, score integer
)`;

const header = 'id,uid,name,email,note,amount,quantity,created_at,active,score\n';
const FLUSH_CHARACTERS = 1 << 20;

/**
 * Writes the benchmark's file: the same bytes for the same arguments.
 *
 * @param path - Where to.
 * @param rows - How many records.
 * @param badShare - The share of values, 0 to 1, that are spelled wrong. Only the columns that can be wrong have any.
 */
export async function makeData(path, rows, badShare = 0) {
  const file = createWriteStream(path);
  const random = xorshift(0x5eed);
  let text = header;
  for (let id = 1; id <= rows; id++) {
    text += record(id, random, badShare);
    if (text.length < FLUSH_CHARACTERS && id < rows) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end();
  await once(file, 'finish');
}

function record(id, random, badShare) {
  const spoil = (value, bad) => (badShare > 0 && random() / 2 ** 32 < badShare ? bad : value);
  const words = () => `${pick(random)} ${pick(random)}`;
  const instant = new Date(1_600_000_000_000 + (random() % 100_000_000) * 1000).toISOString();
  return `${[
    spoil(id, `${id}x`),
    spoil(uuid(random), 'no-uuid'),
    words(),
    `user${id}@example.com`,
    `"${words()}, ${words()}"`,
    spoil(((random() % 10_000_000) / 100).toFixed(2), '"12,50"'),
    spoil(random() % 1000, '1.5'),
    spoil(`${instant.slice(0, 19)}Z`, '2024-02-30 10:00'),
    spoil(random() % 2 === 0, 'perhaps'),
    spoil(random() % 100_000, ''),
  ].join(',')}\n`;
}

const vocabulary = 'amber basalt cedar delta ember fjord grove harbor indigo juniper kelp lagoon'.split(' ');

function pick(random) {
  return vocabulary[random() % vocabulary.length];
}

function uuid(random) {
  const hex = Array.from({ length: 4 }, () => random().toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Marsaglia's xorshift: 32 random bits a call. */
function xorshift(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
