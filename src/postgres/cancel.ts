import { connect } from 'node:net';
import type { Client } from './client.js';

/**
 * Asks the server to break off what a connection is doing: also a wait for a lock, which closing the connection would
 * not end. Does not wait for an answer, as there is none; never throws. Like `psql`'s Ctrl-C it goes without TLS.
 */
export function cancelStatement(client: Client): void {
  const { host, port, processID, secretKey } = client as Client & BackendKey;
  if (processID === null || secretKey === null) return;
  const request = Buffer.alloc(16);
  for (const [index, word] of [request.length, CANCEL_REQUEST, processID, secretKey].entries()) {
    request.writeInt32BE(word, 4 * index);
  }
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => undefined);
  socket.setTimeout(1000, () => socket.destroy());
  socket.end(request);
}

/** What the server told the connection to show when it asks for a cancel. */
interface BackendKey {
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html ("CancelRequest") */
const CANCEL_REQUEST = 80_877_102;
