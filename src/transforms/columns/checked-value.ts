import type { CopyOutput } from '../../schema/codecs/codec.js';

/** A value that rules look at; one object for all values of a column, each valid until the next. */
export interface CheckedValue {
  /** Holds the value at `start` to `end`, with its form undone. */
  bytes: Buffer;
  start: number;
  end: number;
  /** The value as its type has it: the image of its codec from 4 on; the value has to be of the type. */
  readonly image: CopyOutput;
  /** Whether there is such an image. */
  hasImage: boolean;
  /** The value as a text. */
  readonly text: string;
}
