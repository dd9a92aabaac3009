import type { ByteInput } from '../byte-input.js';
import type { FrameHeader } from './frame-header.js';

/** A part of a frame that is whole at hand: `length` bytes from the input's `start`. */
export interface FramePart {
  readonly type: 'header' | 'block' | 'last block' | 'check sum';
  readonly length: number;
}

/** The largest block that a frame may have. */
const MAX_BLOCK_BYTES = 128 * 1024;

const BLOCK_TYPES = ['stored', 'run', 'compressed', null] as const;

/**
 * The parts of a frame, one after the other; whoever takes one passes over it before the next. Decoders don't look at
 * a frame so closely: that of Node 22 takes one that is cut off for one that ends.
 *
 * @throws SluiceError SOURCE_CORRUPT
 */
export async function* frameParts(input: ByteInput, header: FrameHeader): AsyncGenerator<FramePart, void> {
  yield { type: 'header', length: header.size };
  for (let isLast = false; !isLast;) {
    await input.require(3);
    const bits = input.bytes.readUIntLE(input.start, 3);
    isLast = (bits & 1) === 1;
    const type = BLOCK_TYPES[(bits >>> 1) & 3];
    const size = bits >>> 3;
    if (type === null || size > MAX_BLOCK_BYTES) throw input.damaged('an impossible block');
    const length = 3 + (type === 'run' ? 1 : size);
    await input.require(length);
    yield { type: isLast ? 'last block' : 'block', length };
  }
  if (!header.hasChecksum) return;
  await input.require(4);
  yield { type: 'check sum', length: 4 };
}
