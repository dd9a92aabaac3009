/** A TCP proxy between client and database that fails on purpose. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Fails once a connection has passed so many bytes. */
export interface ByteFault {
  /** Bytes from the client after which it happens; what takes it over that is not passed on. */
  readonly afterBytes: number;
  /** `cut` closes both connections; `reset` does so with a RST; `stall` passes nothing on any more and leaves them open. */
  readonly kind: 'cut' | 'reset' | 'stall';
  /** Connections to which it happens; the later ones are spared. Default: all. */
  readonly times?: number;
}

/** Fails at a COMMIT. */
export interface CommitFault {
  /** `commit-cut` passes it on and cuts before the answer; `commit-lost` cuts instead; `commit-stall` stalls instead. */
  readonly kind: 'commit-cut' | 'commit-lost' | 'commit-stall';
  /** Which COMMIT of all that come by, counted from 1. Default 1. */
  readonly commit?: number;
}

/** Does not fail, but passes on only so much. */
export interface SlowPace {
  readonly kind: 'slow';
  /** From the client, on each connection. */
  readonly bytesPerSecond: number;
}

/** How a proxy fails. */
export type ProxyFault = ByteFault | CommitFault | SlowPace;

/** A proxy that is up. */
export interface Proxy {
  /** The database's URL with the proxy's address in it. */
  readonly url: string;
  /** Whether the fault has come about. */
  readonly failed: () => boolean;
  /** The most bytes that a client has sent over one connection. */
  readonly mostBytes: () => number;
  /** Closes all connections: of one that has stalled, the server does not learn that its client has gone. */
  readonly hangUp: () => void;
}

/** Puts a proxy before the database of `url`; it is gone when the test has ended. */
export async function startProxy(url: string, fault: ProxyFault): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const tally = { failures: 0, commits: 0, mostBytes: 0 };
  const server = createServer((client) => {
    const upstream = connect(upstreamOf(target));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    relay({ client, upstream }, fault, tally);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const hangUp = (): void => sockets.forEach((socket) => socket.destroy());
  onTestFinished(() => {
    hangUp();
    server.close();
  });
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((server.address() as AddressInfo).port);
  proxied.searchParams.set('sslmode', 'disable');
  return { url: proxied.href, failed: () => tally.failures > 0, mostBytes: () => tally.mostBytes, hangUp };
}

/** The host of a URL may be the folder of a socket, escaped. */
function upstreamOf({ hostname, port }: URL): { path: string } | { host: string; port: number } {
  const host = decodeURIComponent(hostname);
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port || 5432}` } : { host, port: Number(port || 5432) };
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
}

/** Of all connections of a proxy. */
interface Tally {
  failures: number;
  commits: number;
  mostBytes: number;
}

function relay({ client, upstream }: Pair, fault: ProxyFault, tally: Tally): void {
  let failed = false;
  let bytes = 0;
  // What was passed on before a cut still reaches the server: it is ended, not reset.
  client.on('close', () => upstream.end());
  upstream.on('close', () => client.destroy());
  upstream.on('data', (chunk) => {
    if (!failed) client.write(chunk);
  });
  client.on('data', (chunk) => {
    bytes += chunk.length;
    tally.mostBytes = Math.max(tally.mostBytes, bytes);
    if (failed) return;
    failed = isDue(fault, { bytes, chunk }, tally);
    if (failed) fail({ client, upstream }, chunk, fault);
    else upstream.write(chunk);
    if (fault.kind === 'slow') holdBack(client, chunk.length / fault.bytesPerSecond);
  });
}

function isDue(fault: ProxyFault, { bytes, chunk }: { bytes: number; chunk: Buffer }, tally: Tally): boolean {
  if (fault.kind === 'slow') return false;
  const isDueNow =
    'afterBytes' in fault
      ? bytes >= fault.afterBytes && tally.failures < (fault.times ?? Infinity)
      : chunk.subarray(-COMMIT.length).equals(COMMIT) && ++tally.commits === (fault.commit ?? 1);
  if (isDueNow) tally.failures++;
  return isDueNow;
}

/** The end of a simple Query message, whose text ends in a NUL. https://www.postgresql.org/docs/current/protocol-message-formats.html */
const COMMIT = Buffer.from('COMMIT\0', 'latin1');

function fail({ client, upstream }: Pair, chunk: Buffer, { kind }: ProxyFault): void {
  if (kind === 'stall' || kind === 'commit-stall') client.pause();
  else if (kind === 'reset') client.resetAndDestroy();
  else if (kind === 'commit-cut') upstream.write(chunk, () => client.destroy());
  else client.destroy();
}

function holdBack(client: Socket, seconds: number): void {
  client.pause();
  setTimeout(() => client.resume(), 1000 * seconds);
}
