import { printable } from '../../errors/printable.js';
import type { ConnectionSettings, Endpoint } from './settings.js';

/** Names a database in messages, without the password: `db.example:5432/shop as ana`. */
export function describeDatabase({ endpoints, database, user }: ConnectionSettings): string {
  const where = endpoints.map(describeEndpoint).join(',');
  return `${where}/${printable(database)} as ${printable(user)}`;
}

/** Names one server: `db.example:5432`, `[::1]:5432`, or a unix socket's path. */
export function describeEndpoint({ host, port }: Endpoint): string {
  const shown = printable(host);
  if (host.startsWith('/')) return `${shown}:${port}`;
  return `${host.includes(':') ? `[${shown}]` : shown}:${port}`;
}
