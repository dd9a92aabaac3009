import { writeInt32 } from './append.js';
import { type Codec, type CodecFactory, Verdict } from './codec.js';
import { createMoment } from './moment.js';
import { readDateTime } from './read-date-time.js';

/**
 * Makes the codec of date: days since 2000-01-01. A time of day and a zone after the date must be right, and are
 * ignored, as Postgres does.
 */
export const dateCodec: CodecFactory = (_type, session): Codec => {
  const moment = createMoment(session);
  return (bytes, start, end, output) => {
    const verdict = readDateTime(bytes, start, end, moment);
    if (verdict !== Verdict.accepted) return verdict;
    const to = writeInt32(output.bytes, output.offset, DATE_BYTES);
    output.offset = writeInt32(output.bytes, to, moment.days);
    return Verdict.accepted;
  };
};

const DATE_BYTES = 4;
