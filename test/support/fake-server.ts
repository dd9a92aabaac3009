/** Something that speaks just enough of PostgreSQL's protocol to turn a client away. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Starts a server that asks everyone for a password and takes none. Gone when the test has ended. */
export async function startRefusingServer(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => answer(socket, data));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const SSL_REQUEST = 80_877_103;

function answer(socket: Socket, data: Buffer): void {
  const isPassword = data[0] === 'p'.charCodeAt(0);
  if (isPassword)
    socket.end(message('E', 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "ana"\0\0'));
  else if (data.readInt32BE(4) === SSL_REQUEST) socket.write('N');
  else socket.write(message('R', '\0\0\0\u0003'));
}

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body, 'latin1')]);
}
