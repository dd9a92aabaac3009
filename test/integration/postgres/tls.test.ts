import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/postgres/database.js';

const authority = resolve('test/support/tls/authority.pem');
const certificate = {
  cert: readFileSync('test/support/tls/localhost.pem'),
  key: readFileSync('test/support/tls/localhost.key.pem'),
};

/** Stands for a server with a certificate for `localhost` that takes every user, and no connection without TLS. */
let server: Server;
let port: number;
/** Whether a connection that came through was by TLS. */
let secured: boolean[] = [];

beforeAll(async () => {
  server = createServer(serve).listen(0, 'localhost');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

function serve(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', (request) => {
    if (request.readInt32BE(4) !== sslRequest) return greet(socket, false);
    socket.write('S');
    const secure = new TLSSocket(socket, { isServer: true, ...certificate });
    secure.on('error', () => undefined);
    secure.once('data', () => greet(secure, true));
  });
}

const sslRequest = 80_877_103;

/** AuthenticationOk and ReadyForQuery. */
function greet(socket: Socket, tls: boolean): void {
  secured.push(tls);
  socket.write(Buffer.from([...Buffer.from('R'), 0, 0, 0, 8, 0, 0, 0, 0, ...Buffer.from('Z'), 0, 0, 0, 5, 0x49]));
}

async function connect(host: string, parameters: string): Promise<boolean[]> {
  secured = [];
  const db = `postgres://ana:secret@${host}:${port}/shop?${parameters}`;
  const database = await openDatabase({ db, env: { HOME: '/nowhere' }, cwd: '/nowhere' });
  try {
    await database.connect();
    return secured;
  } finally {
    await database.close();
  }
}

test.each([
  ['sslmode=disable', [false]],
  ['sslmode=allow', [false]],
  ['', [true]],
  ['sslmode=require', [true]],
  [`sslmode=require&sslrootcert=${authority}`, [true]],
  [`sslmode=verify-ca&sslrootcert=${authority}`, [true]],
  [`sslmode=verify-full&sslrootcert=${authority}`, [true]],
])('a trusted server, %s', async (parameters, expected) => {
  expect(await connect('localhost', parameters)).toEqual(expected);
});

test('a certificate for another name will do for verify-ca, not for verify-full', async () => {
  const address = (server.address() as AddressInfo).address;
  const host = address.includes(':') ? `[${address}]` : address;
  expect(await connect(host, `sslmode=verify-ca&sslrootcert=${authority}`)).toEqual([true]);
  const attempt = connect(host, `sslmode=verify-full&sslrootcert=${authority}`);
  await expect(attempt).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    hint: expect.stringContaining('host') as string,
  });
  expect(await connect('localhost', `sslmode=verify-full&sslrootcert=${authority}&hostaddr=${address}`)).toEqual([
    true,
  ]);
});

test.each(['sslmode=verify-ca', 'sslmode=verify-full', 'sslmode=verify-full&sslrootcert=system'])(
  'an authority that nobody knows, %s',
  async (parameters) => {
    const attempt = connect('localhost', parameters);
    await expect(attempt).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    await expect(attempt).rejects.toThrow("the server's certificate is not trusted");
    expect(secured).toEqual([]);
  },
);
