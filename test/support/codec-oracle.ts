import { once } from 'node:events';
import { Client, DatabaseError } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  imageBound,
  Verdict,
  type Codec,
  type CodecFactory,
  type ColumnType,
  type SessionSettings,
  type VerdictCode,
} from '../../src/schema/codecs/codec.js';

/** What to ask the oracle. */
export interface CodecQuestion {
  /** The server, as `testDatabaseUrl()` names it. */
  readonly url: string;
  /** Makes the codec under test. */
  readonly factory: CodecFactory;
  /** The column's type as DDL: `numeric(5,2)`. */
  readonly ddl: string;
  /** The values; no NUL and no lone surrogate in them. Duplicates are asked once. */
  readonly spellings: readonly string[];
  /** Set on the server and given to the codec; default `UTC` and `MDY`. */
  readonly session?: Partial<SessionSettings>;
  /** SQL to run first, such as `create type pg_temp.mood as enum ('ok')`. */
  readonly setup?: string;
}

/** What Postgres says of a codec. */
export interface CodecAnswer {
  /** The codec's verdict on each spelling. */
  readonly verdicts: ReadonlyMap<string, VerdictCode>;
  /** The SQLSTATE with which Postgres refuses each spelling; null where it takes it. */
  readonly sqlstates: ReadonlyMap<string, string | null>;
  /** Where codec and Postgres differ, one sentence each; a right codec has none. */
  readonly disagreements: readonly string[];
  /** Spellings that the codec left to Postgres. */
  readonly undecided: readonly string[];
}

/**
 * Holds a codec against Postgres itself. Each spelling goes through `COPY … FROM` in text format and, where the
 * codec accepts it, through the codec's image in binary format; then the stored values are compared by their
 * send function's bytes. Accepted must mean taken and stored the same, rejected must mean refused; of undecided
 * spellings nothing is claimed. A few round trips for any number of spellings, on a connection of its own with
 * temporary tables only.
 */
export async function checkCodec(question: CodecQuestion): Promise<CodecAnswer> {
  const client = new Client({ connectionString: question.url });
  await client.connect();
  try {
    const session: SessionSettings = { timeZone: 'UTC', dateOrder: 'MDY', ...question.session };
    await prepare(client, question, session);
    const codec = question.factory(await columnType(client), session);
    return await compare(client, codec, [...new Set(question.spellings)]);
  } finally {
    await client.end();
  }
}

async function compare(client: Client, codec: Codec, spellings: readonly string[]): Promise<CodecAnswer> {
  const readings = spellings.map((spelling) => read(codec, spelling));
  const sqlstates = await askSqlstates(client, spellings);
  const taken = [...spellings.keys()].filter((id) => sqlstates[id] === null);
  const accepted = [...spellings.keys()].filter((id) => readings[id].verdict === Verdict.accepted);
  const disagreements = readings.flatMap((reading, id) => faultOf(reading, spellings[id], sqlstates[id]));
  await copyText(client, taken, spellings);
  const refusal = await copyBinary(client, accepted, readings);
  if (refusal === null) disagreements.push(...(await storedDifferences(client, spellings)));
  else disagreements.push(refusalSentence(refusal, accepted, spellings));
  return {
    verdicts: new Map(spellings.map((spelling, id) => [spelling, readings[id].verdict])),
    sqlstates: new Map(spellings.map((spelling, id) => [spelling, sqlstates[id]])),
    disagreements,
    undecided: spellings.filter((_, id) => readings[id].verdict === Verdict.undecided),
  };
}

interface Reading {
  readonly verdict: VerdictCode;
  /** Length word and image. */
  readonly image: Buffer;
  /** Why the codec broke its contract, whatever Postgres says; null when it didn't. */
  readonly breach: string | null;
}

/** Reads one spelling twice, between different neighbours, so that a codec that looks past the ends is caught. */
function read(codec: Codec, spelling: string): Reading {
  const first = readBetween(codec, spelling, '9');
  const second = readBetween(codec, spelling, ' ');
  const same = first.verdict === second.verdict && first.image.equals(second.image);
  return same ? first : { ...first, breach: 'depends on the bytes around it' };
}

function readBetween(codec: Codec, spelling: string, neighbour: string): Reading {
  const bytes = Buffer.from(neighbour.repeat(40) + spelling + neighbour.repeat(40));
  const [start, end] = [40, bytes.length - 40];
  const bound = imageBound(end - start);
  const output = { bytes: Buffer.alloc(bound + 64, 0xee), offset: 7 };
  const verdict = codec(bytes, start, end, output);
  if (verdict !== Verdict.accepted) return { verdict, image: Buffer.alloc(0), breach: null };
  const image = output.bytes.subarray(7, output.offset);
  return { verdict, image, breach: imageBreach(image, bound) };
}

function imageBreach(image: Buffer, bound: number): string | null {
  if (image.length > bound) return `image of ${image.length} bytes is over the bound of ${bound}`;
  if (image.length < 4) return 'image without a length word';
  const stated = image.readInt32BE(0);
  return stated === image.length - 4 ? null : `length word ${stated} for ${image.length - 4} bytes`;
}

function faultOf({ verdict, breach }: Reading, spelling: string, sqlstate: string | null): string[] {
  if (breach !== null) return [`${shown(spelling)}: ${breach}`];
  if (verdict === Verdict.undecided) return [];
  if (verdict === Verdict.accepted && sqlstate !== null) {
    return [`${shown(spelling)}: accepted, but Postgres refuses it with ${sqlstate}`];
  }
  if (verdict !== Verdict.accepted && sqlstate === null) {
    return [`${shown(spelling)}: rejected with ${verdict}, but Postgres takes it`];
  }
  return [];
}

async function prepare(client: Client, { ddl, setup }: CodecQuestion, session: SessionSettings): Promise<void> {
  await client.query(`select set_config('TimeZone', $1, false), set_config('DateStyle', $2, false)`, [
    session.timeZone,
    `ISO, ${session.dateOrder}`,
  ]);
  if (setup !== undefined) await client.query(setup);
  await client.query(`
    create temp table expected (id int, value ${ddl});
    create temp table actual (id int, value ${ddl});
    create temp table probe (value ${ddl});
    create function pg_temp.refusal(spelling text) returns text language plpgsql as $body$
    begin
      execute format('insert into pg_temp.probe values (%L)', spelling);
      return null;
    exception when others then
      return sqlstate;
    end $body$`);
}

async function columnType(client: Client): Promise<ColumnType> {
  const { rows } = await client.query<ColumnType>(`
    select t.typname as name, t.typnamespace = 'pg_catalog'::regnamespace as "builtIn", a.atttypmod as typmod,
      format_type(a.atttypid, a.atttypmod) as display,
      array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = 'pg_temp.expected'::regclass and a.attname = 'value'`);
  return rows[0];
}

async function askSqlstates(client: Client, spellings: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await client.query<{ refusal: string | null }>(
    `select pg_temp.refusal(spelling) as refusal from unnest($1::text[]) with ordinality as s (spelling, id) order by id`,
    [spellings],
  );
  return rows.map((row) => row.refusal);
}

async function copyText(client: Client, ids: readonly number[], spellings: readonly string[]): Promise<void> {
  const lines = ids.map((id) => `${id}\t${escapeText(spellings[id])}\n`);
  await copy(client, 'copy pg_temp.expected from stdin', Buffer.from(lines.join('')));
}

const textEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeText(spelling: string): string {
  return spelling.replaceAll(/[\\\n\r\t]/g, (char) => textEscapes[char]);
}

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = Buffer.from([0xff, 0xff]);

/** Resolves to Postgres's error when it refuses an image, else to null. */
async function copyBinary(
  client: Client,
  ids: readonly number[],
  readings: readonly Reading[],
): Promise<DatabaseError | null> {
  const tuples = ids.map((id) => {
    const head = Buffer.alloc(10);
    head.writeInt16BE(2, 0);
    head.writeInt32BE(4, 2);
    head.writeInt32BE(id, 6);
    return Buffer.concat([head, readings[id].image]);
  });
  try {
    await copy(client, 'copy pg_temp.actual from stdin binary', Buffer.concat([signature, ...tuples, trailer]));
    return null;
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  }
}

/** Binary COPY names the row too: `COPY actual, line N, column value`. */
function refusalSentence(error: DatabaseError, ids: readonly number[], spellings: readonly string[]): string {
  const line = Number(/line (\d+)/.exec(error.where ?? '')?.[1]);
  return `${shown(spellings[ids[line - 1]])}: its image is refused: ${error.message} (${error.where ?? ''})`;
}

async function copy(client: Client, sql: string, data: Buffer): Promise<void> {
  const stream = client.query(copyFrom(sql));
  stream.end(data);
  await once(stream, 'finish');
}

async function storedDifferences(client: Client, spellings: readonly string[]): Promise<string[]> {
  const { rows: types } = await client.query<{ send: string }>(
    `select t.typsend::regproc::text as send from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = 'pg_temp.expected'::regclass and a.attname = 'value'`,
  );
  const { send } = types[0];
  const { rows } = await client.query<{ id: number; expected: string; actual: string; text: string }>(
    `select id, encode(${send}(e.value), 'hex') as expected, encode(${send}(a.value), 'hex') as actual,
       a.value::text as text
     from pg_temp.actual a join pg_temp.expected e using (id)
     where ${send}(e.value) is distinct from ${send}(a.value) order by id`,
  );
  return rows.map(
    ({ id, expected, actual, text }) =>
      `${shown(spellings[id])}: stored ${shown(text)} (${shown(actual)}), Postgres stores ${shown(expected)}`,
  );
}

function shown(text: string): string {
  return text.length > 100
    ? `${JSON.stringify(text.slice(0, 100))}… (${text.length} characters)`
    : JSON.stringify(text);
}
