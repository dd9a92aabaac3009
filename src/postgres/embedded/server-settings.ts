import { totalmem } from 'node:os';

/**
 * The server's settings: for bulk loading, as far as durability allows. They come after those that `initdb` chose,
 * and before those that a person made with ALTER SYSTEM.
 *
 * @param memory - Bytes of memory in the machine; default: this machine's.
 * @returns The text of a postgresql.conf that lies beside the data folder.
 */
export function serverSettings(memory: number = totalmem()): string {
  const megabytes = Math.min(Math.max(Math.floor(memory / 16 / 2 ** 20), 128), 1024);
  return `include 'data/postgresql.conf'
listen_addresses = '127.0.0.1'
max_connections = 50
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
# The user is called sluice, and so is the ledger's schema: "$user" would put it before all others.
search_path = 'public'

shared_buffers = ${megabytes}MB
work_mem = 16MB
maintenance_work_mem = 128MB

# Rows copied into a table that the same transaction made are not written twice.
wal_level = minimal
max_wal_senders = 0
wal_buffers = 64MB
# Loads should not run into checkpoints.
max_wal_size = 8GB
checkpoint_timeout = 30min
# The loading process flushes less of the WAL itself: 50 ms less in 4.5 s.
wal_writer_delay = 50ms
# The loading process needn't fill new WAL files with zeros first: 180 ms less in 4.5 s.
wal_init_zero = off
`;
}
