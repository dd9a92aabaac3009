import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names one process for good: its id and when it started, as `<pid>.<start>`. A process id alone comes round again,
 * soon so in containers; together with the start time it doesn't. Safe as part of a file name.
 *
 * @param pid - The process; default: this one.
 * @param platform - Where to ask; default: this platform.
 * @returns null when no such process lives (a zombie doesn't).
 */
export function processIdentity(pid: number = process.pid, platform = process.platform): string | null {
  const start = startTime(pid, platform);
  return start === null ? null : `${pid}.${start}`;
}

/**
 * Tells whether the process that {@link processIdentity} named is still alive.
 *
 * @param identity - As `processIdentity` returned it, in this or another process.
 */
export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return pid > 0 && processIdentity(pid) === identity;
}

function startTime(pid: number, platform: NodeJS.Platform): string | null {
  if (platform === 'linux') return linuxStartTime(pid);
  if (platform === 'win32') return exists(pid) ? 'alive' : null;
  return exists(pid) ? psStartTime(pid) : null;
}

/** Field 22 of `stat`, in clock ticks since boot; counted from behind the command, which may hold anything. */
function linuxStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const dead = fields[0] === 'Z' || fields[0] === 'X';
    return dead ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function psStartTime(pid: number): string | null {
  try {
    const options = { encoding: 'latin1', env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } } as const;
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim();
    return started === '' ? null : started.replace(/[^0-9A-Za-z]+/g, '-');
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
