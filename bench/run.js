/**
 * The benchmark: `npm run bench [-- --rounds 7 --rows 2000000 --only load]`. It makes its own data in .bench/, uses the
 * embedded PostgreSQL (or the server that SLUICE_BENCH_DATABASE_URL names) and prints Markdown tables. The ratios are
 * the claim; the seconds are only context. It needs `psql` on the PATH, and a machine that does nothing else.
 */
import { mkdir, rm } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../dist/postgres/embedded/server.js';
import { makeData, tableSql } from './make-data.js';
import { alternate, measure } from './measure.js';

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    rows: { type: 'string', default: '2000000' },
    only: { type: 'string', multiple: true },
  },
});
const rounds = Number(flags.rounds);
const rows = Number(flags.rows);
const folder = new URL('../.bench/', import.meta.url).pathname;
const sluice = [process.execPath, new URL('../bin/sluice.js', import.meta.url).pathname];
const file = (name) => join(folder, name);

const sections = { load: benchLoad, scan: benchScan, bad: benchBad, start: benchStart };

await mkdir(folder, { recursive: true });
const server = await openServer();
try {
  await makeData(file('full.csv'), rows);
  await makeData(file('tenth.csv'), rows / 10);
  print(
    `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${await serverVersion()}; ${rows} rows, medians of ${rounds} alternating runs`,
  );
  for (const [name, section] of Object.entries(sections)) {
    if (flags.only === undefined || flags.only.includes(name)) await section();
  }
} finally {
  await server.release();
  await rm(folder, { recursive: true, force: true });
}

/** The whole job, against psql, on the same table of the same server. */
async function benchLoad() {
  for (const name of ['full.csv', 'tenth.csv']) {
    const results = await alternate(rounds, {
      'psql \\copy': () => intoFreshTable(psql(name)),
      'sluice load': () => intoFreshTable(load(name)),
    });
    table(`${name === 'full.csv' ? rows : rows / 10} rows into an existing table`, results, 'psql \\copy');
  }
}

/** Without a database: parse, check and encode, against csv-parse alone. */
async function benchScan() {
  const node = (script) => [process.execPath, new URL(script, import.meta.url).pathname, file('full.csv')];
  const results = await alternate(Math.min(rounds, 5), {
    'csv-parse, arrays': () => measure(node('csv-parse-alone.js')),
    'parse, check, encode': () => measure(node('without-database.js')),
  });
  table('Without a database', results, 'csv-parse, arrays');
}

/** One value in ten is bad. */
async function benchBad() {
  await makeData(file('bad.csv'), rows, 0.1);
  const bad = [...load('bad.csv'), '--max-errors', '100%', '--rejects-dir', folder];
  const results = await alternate(Math.min(rounds, 5), {
    'sluice load, clean': () => intoFreshTable(load('full.csv')),
    'sluice load, one value in ten bad': () => intoFreshTable(bad, [3]),
  });
  table('A bad file', results, 'sluice load, clean');
}

/** The time before anything happens. */
async function benchStart() {
  const results = await alternate(21, {
    'node -e 0': () => measure([process.execPath, '-e', '0']),
    'sluice --version': () => measure([...sluice, '--version']),
  });
  table('Start', results, 'node -e 0');
}

function load(name) {
  return [...sluice, 'load', file(name), '--table', 'bench', '--db', server.url, '--json'];
}

function psql(name) {
  return [
    'psql',
    server.url,
    '--no-psqlrc',
    '--quiet',
    '--command',
    `\\copy bench from '${file(name)}' with (format csv, header)`,
  ];
}

/** A table without a row, and a checkpoint, so that no run pays for the one before. */
async function intoFreshTable(command, exitCodes) {
  await sql('drop table if exists bench');
  await sql(tableSql);
  await sql('checkpoint');
  return measure(command, { cwd: folder, ...(exitCodes ? { exitCodes } : {}) });
}

async function openServer() {
  const url = process.env.SLUICE_BENCH_DATABASE_URL;
  return url ? { url, release: async () => {} } : startEmbedded({ folder: file('server') });
}

async function serverVersion() {
  const [{ version }] = await sql(`select current_setting('server_version') as version`);
  return `PostgreSQL ${version}`;
}

async function sql(text) {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows: found } = await client.query(text);
  await client.end();
  return found;
}

function table(title, results, base) {
  print(`\n### ${title}\n`);
  print('| | seconds (median) | ratio | all runs | peak RSS |\n|---|---|---|---|---|');
  for (const [name, { seconds, all, peak }] of Object.entries(results)) {
    const ratio = (seconds / results[base].seconds).toFixed(3);
    print(
      `| ${name} | ${seconds.toFixed(3)} | ${ratio} | ${all.map((one) => one.toFixed(2)).join(' ')} | ${peak.toFixed(0)} MB |`,
    );
  }
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
