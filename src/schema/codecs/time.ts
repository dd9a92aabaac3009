import { appendMicros } from './append-micros.js';
import { type Codec, type CodecFactory, Verdict, type VerdictCode } from './codec.js';
import { dropBlanks, skipBlanks } from './blanks.js';
import { doubtTime } from './doubt.js';
import { createMoment, type Moment } from './moment.js';
import { readClockAndZone } from './read-date-time.js';

/**
 * Makes the codec of time: microseconds since midnight. A zone must be right, and is ignored, as Postgres does. The
 * precision of time(p) needs no care: Postgres rounds binary images too.
 */
export const timeCodec: CodecFactory = (_type, session): Codec => {
  const moment = createMoment(session);
  return (bytes, start, end, output) => {
    const verdict = readTime(bytes, start, end, moment);
    return verdict === Verdict.accepted ? appendMicros(output, 0, moment.seconds, moment.micros) : verdict;
  };
};

function readTime(bytes: Buffer, start: number, end: number, moment: Moment): VerdictCode {
  const textEnd = dropBlanks(bytes, start, end);
  moment.at = skipBlanks(bytes, start, textEnd);
  const verdict = readClockAndZone(bytes, textEnd, moment);
  return verdict === Verdict.undecided ? doubtTime(bytes.toString('utf8', start, end)) : verdict;
}
