import type { ByteInput } from '../byte-input.js';

/** What the header of a zstd frame says. */
export interface FrameHeader {
  readonly size: number;
  /** How far back matches may reach. */
  readonly windowBytes: number;
  /** How many bytes the frame holds, decompressed; null when the header doesn't say. */
  readonly contentBytes: number | null;
  readonly hasChecksum: boolean;
}

/** What `zstd -d` allows too, unless it is told --long or --ultra. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024;

/**
 * Reads the header of a frame (RFC 8878, 3.1.1.1); the input stays at its first byte.
 *
 * @throws SluiceError SOURCE_CORRUPT; SOURCE_UNREADABLE when the frame needs a dictionary or too much memory.
 */
export async function readFrameHeader(input: ByteInput): Promise<FrameHeader> {
  await input.require(5);
  const flags = input.bytes[input.start + 4];
  const singleSegment = (flags & 0x20) !== 0;
  const dictionarySize = [0, 1, 2, 4][flags & 3];
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][flags >>> 6];
  const size = 5 + (singleSegment ? 0 : 1) + dictionarySize + contentSize;
  await input.require(size);
  if ((flags & 8) !== 0) throw input.damaged('a reserved bit that is set');
  if (
    input.bytes
      .subarray(input.start + size - contentSize - dictionarySize, input.start + size - contentSize)
      .some((byte) => byte !== 0)
  ) {
    throw input.unsupported('needs a dictionary', 'zstd -dc -D DICTIONARY');
  }
  const contentBytes = contentSize === 0 ? null : readContentSize(input, size - contentSize, contentSize);
  const windowBytes = singleSegment ? (contentBytes ?? 0) : windowOf(input.bytes[input.start + 5]);
  if (windowBytes > MAX_WINDOW_BYTES)
    throw input.unsupported('needs more than 128 MiB of memory', 'zstd -dc --long=31');
  return { size, windowBytes, contentBytes, hasChecksum: (flags & 4) !== 0 };
}

function readContentSize(input: ByteInput, at: number, size: number): number {
  const offset = input.start + at;
  if (size === 8) return Number(input.bytes.readBigUInt64LE(offset));
  return input.bytes.readUIntLE(offset, size) + (size === 2 ? 256 : 0);
}

/** An exponent of five bits, and eighths of its power. */
function windowOf(byte: number): number {
  const power = 2 ** (10 + (byte >>> 3));
  return power + (power / 8) * (byte & 7);
}
