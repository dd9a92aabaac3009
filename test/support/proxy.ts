/** A TCP proxy between client and database that fails on purpose. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a proxy fails. */
export interface ProxyFault {
  /** Bytes from the client after which it happens. */
  readonly afterBytes: number;
  /** `cut` closes both connections; `stall` passes nothing on any more and leaves them open. */
  readonly kind: 'cut' | 'stall';
  /** Connections to which it happens; the later ones are spared. Default: all. */
  readonly times?: number;
}

/** A proxy that is up. */
export interface Proxy {
  /** The database's URL with the proxy's address in it. */
  readonly url: string;
  /** Whether the fault has come about. */
  readonly failed: () => boolean;
}

/** Puts a proxy before the database of `url`; it is gone when the test has ended. */
export async function startProxy(url: string, fault: ProxyFault): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let failures = 0;
  const server = createServer((client) => {
    const upstream = connect(upstreamOf(target));
    let bytes = 0;
    let failed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    upstream.on('data', (chunk) => {
      if (!failed) client.write(chunk);
    });
    client.on('data', (chunk) => {
      bytes += chunk.length;
      if (!failed && bytes >= fault.afterBytes && failures < (fault.times ?? Infinity)) {
        failed = true;
        failures++;
      }
      if (!failed) upstream.write(chunk);
      else if (fault.kind === 'cut') client.destroy();
      else client.pause();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((server.address() as AddressInfo).port);
  proxied.searchParams.set('sslmode', 'disable');
  return { url: proxied.href, failed: () => failures > 0 };
}

/** The host of a URL may be the folder of a socket, escaped. */
function upstreamOf({ hostname, port }: URL): { path: string } | { host: string; port: number } {
  const host = decodeURIComponent(hostname);
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port || 5432}` } : { host, port: Number(port || 5432) };
}
