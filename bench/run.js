/**
 * The benchmark: `npm run bench [-- --rounds 7 --rows 2000000 --only load]`. It makes its own data in .bench/, uses the
 * embedded PostgreSQL (or the server that SLUICE_BENCH_DATABASE_URL names) and prints Markdown tables. The ratios are
 * the claim; the seconds are only context. It needs `psql` on the PATH, and a machine that does nothing else.
 */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../dist/postgres/embedded/server.js';
import { makeData, tableSql } from './make-data.js';
import { makeJson } from './make-json.js';
import { fillTarget, makeKeys } from './make-keys.js';
import { alternate, measure } from './measure.js';
import { codePipeline, tables, yamlPipelines } from './pipelines.js';

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

const sections = {
  load: benchLoad,
  scan: benchScan,
  bad: benchBad,
  start: benchStart,
  formats: benchFormats,
  gzip: benchGzip,
  'csv-parse': benchCsvParse,
  convert: benchConvert,
  inspect: benchInspect,
  modes: benchModes,
  pipelines: benchPipelines,
};

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

/** The same rows in other formats. */
async function benchFormats() {
  await makeJson(file('full.csv'), file('full.ndjson'));
  await makeJson(file('full.csv'), file('full.json'), true);
  const results = await alternate(Math.min(rounds, 5), {
    'sluice load, CSV': () => intoFreshTable(load('full.csv')),
    'sluice load, NDJSON': () => intoFreshTable(load('full.ndjson')),
    'sluice load, JSON array': () => intoFreshTable(load('full.json')),
  });
  table('Formats', results, 'sluice load, CSV');
}

/** Compressed, against a pipe into psql. */
async function benchGzip() {
  await measure(['sh', '-c', 'gzip -1 --keep --force "$0"', file('full.csv')]);
  const copy = `zcat "$0" | psql "$1" --no-psqlrc --quiet --command "\\copy bench from stdin with (format csv, header)"`;
  const results = await alternate(Math.min(rounds, 5), {
    'zcat | psql \\copy': () => intoFreshTable(['sh', '-c', copy, file('full.csv.gz'), server.url]),
    'sluice load, gzip': () => intoFreshTable(load('full.csv.gz')),
  });
  table('Gzip', results, 'zcat | psql \\copy');
}

/** The road of dialects that the byte parser does not cover: fields between `||`. */
async function benchCsvParse() {
  await measure(['sh', '-c', 'sed "s/,/||/g" "$0" > "$1"', file('tenth.csv'), file('bars.csv')]);
  const node = (script) => [process.execPath, new URL(script, import.meta.url).pathname, file('bars.csv'), '||'];
  const results = await alternate(Math.min(rounds, 5), {
    'csv-parse, arrays': () => measure(node('csv-parse-alone.js')),
    'the same into batches': () => measure(node('csv-parse-road.js')),
  });
  table('A delimiter of two characters', results, 'csv-parse, arrays');
}

/** To a reader that takes everything. */
async function benchConvert() {
  const convert = (to) => [
    'sh',
    '-c',
    `exec "$0" "$1" convert "$2" --to ${to} > /dev/null`,
    ...sluice,
    file('full.csv'),
  ];
  const results = await alternate(Math.min(rounds, 5), {
    'sluice convert, CSV to NDJSON': () => measure(convert('ndjson')),
    'sluice convert, CSV to CSV': () => measure(convert('csv')),
  });
  await speedTable('Convert', results);
}

/** All of the file, and the time that it takes to find out the dialect. */
async function benchInspect() {
  const results = await alternate(Math.min(rounds, 5), {
    'sluice inspect': () => measure([...sluice, 'inspect', file('full.csv'), '--json']),
  });
  await speedTable('Inspect', results);
  const { stdout } = await measure([
    process.execPath,
    new URL('detect.js', import.meta.url).pathname,
    file('full.csv'),
  ]);
  print(`\nDialect detection: ${stdout.trim()} ms`);
}

/** The same rows into a table of half as many rows as the flag says, and into one of ten times as many; half of them are there. */
async function benchModes() {
  const sizes = { small: rows / 2, large: rows * 5 };
  for (const [name, size] of Object.entries(sizes)) {
    await sql(fillTarget(name, size));
    await makeKeys(file(`${name}.csv`), rows / 20, 2 * size);
  }
  for (const mode of ['upsert', 'ignore']) {
    const results = await alternate(Math.min(rounds, 5), {
      [`into ${sizes.small} rows`]: () => intoTarget('small', mode),
      [`into ${sizes.large} rows`]: () => intoTarget('large', mode),
    });
    table(`${mode} of ${rows / 20} rows by key`, results, `into ${sizes.small} rows`);
  }
}

/** A dry run, so that the table is the same for the next; what it left behind is cleared away first. */
async function intoTarget(name, mode) {
  await sql(`vacuum analyze ${name}`);
  await sql('checkpoint');
  const flags = ['--table', name, '--mode', mode, '--key', 'id', '--dry-run', '--db', server.url, '--json'];
  return measure([...sluice, 'load', file(`${name}.csv`), ...flags], { cwd: folder });
}

/** What pipelines cost, against psql and against the plain load of the same rows. */
async function benchPipelines() {
  const files = { ...yamlPipelines, 'code.sluice.ts': codePipeline };
  for (const [name, text] of Object.entries(files)) await writeFile(file(name), text);
  const runs = Object.keys(files).map((name) => [
    `sluice load --pipeline ${name}`,
    () => intoFreshTable([...load('full.csv'), '--pipeline', file(name)], [0], tables[name]),
  ]);
  const results = await alternate(rounds, {
    'psql \\copy': () => intoFreshTable(psql('full.csv')),
    'sluice load': () => intoFreshTable(load('full.csv')),
    ...Object.fromEntries(runs),
  });
  table('Pipelines', results, 'psql \\copy');
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
async function intoFreshTable(command, exitCodes, definition = tableSql) {
  await sql('drop table if exists bench');
  await sql(definition);
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

/** Of runs that read full.csv. */
async function speedTable(title, results) {
  const megabytes = (await stat(file('full.csv'))).size / 1e6;
  print(`\n### ${title}\n`);
  print('| | seconds (median) | MB/s | all runs | peak RSS |\n|---|---|---|---|---|');
  for (const [name, { seconds, all, peak }] of Object.entries(results)) {
    const runs = all.map((one) => one.toFixed(2)).join(' ');
    print(
      `| ${name} | ${seconds.toFixed(3)} | ${(megabytes / seconds).toFixed(0)} | ${runs} | ${peak.toFixed(0)} MB |`,
    );
  }
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
