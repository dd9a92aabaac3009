import { appendMicros } from './append-micros.js';
import { type Codec, type CodecFactory, Verdict } from './codec.js';
import { createMoment, NO_ZONE } from './moment.js';
import { readDateTime } from './read-date-time.js';

/**
 * Makes the codec of timestamp: microseconds since 2000-01-01. A zone must be right, and is ignored, as Postgres
 * does. The precision of timestamp(p) needs no care: Postgres rounds binary images too.
 */
export const timestampCodec: CodecFactory = (_type, session): Codec => {
  const moment = createMoment(session);
  return (bytes, start, end, output) => {
    const verdict = readDateTime(bytes, start, end, moment);
    if (verdict !== Verdict.accepted) return verdict;
    return appendMicros(output, moment.days, moment.seconds, moment.micros);
  };
};

/**
 * Makes the codec of timestamptz: microseconds since 2000-01-01 in UTC. Text without a zone is in the session's:
 * undecided unless that is UTC.
 */
export const timestamptzCodec: CodecFactory = (_type, session): Codec => {
  const moment = createMoment(session);
  const sessionOffset = UTC_NAMES.has(session.timeZone.toLowerCase().replace(/^etc\//, '')) ? 0 : NO_ZONE;
  return (bytes, start, end, output) => {
    const verdict = readDateTime(bytes, start, end, moment);
    if (verdict !== Verdict.accepted) return verdict;
    const offset = moment.offset === NO_ZONE ? sessionOffset : moment.offset;
    if (offset === NO_ZONE) return Verdict.undecided;
    return appendMicros(output, moment.days, moment.seconds - offset, moment.micros);
  };
};

/** The names of UTC in the zone database, without `Etc/`. */
const UTC_NAMES: ReadonlySet<string> = new Set(['utc', 'uct', 'gmt', 'gmt0', 'greenwich', 'universal', 'zulu']);
