import * as zlib from 'node:zlib';
import type { ByteInput } from '../byte-input.js';
import { OUTPUT_BYTES, zlibOutput, type ZlibEngine } from '../zlib-output.js';
import { FrameDecoder } from './frame-decoder.js';
import { readFrameHeader } from './frame-header.js';
import { frameParts } from './frame-parts.js';

/** Zstd data: one frame or several, with skippable frames between. By node:zlib where it can (22.15 and later). */
export async function* unzstd(input: ByteInput): AsyncGenerator<Buffer, void> {
  while (await input.fill(1)) {
    await input.require(4);
    const magic = input.bytes.readUInt32LE(input.start);
    if (magic === FRAME_MAGIC) yield* oneFrame(input);
    else if ((magic & ~15) >>> 0 === SKIPPABLE_MAGIC) await skipFrame(input);
    else throw input.damaged('no frame where one should begin');
  }
}

const FRAME_MAGIC = 0xfd2fb528;

/** With any last four bits. */
const SKIPPABLE_MAGIC = 0x184d2a50;

/** What the types of Node 20 don't know. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: zlib.ZlibOptions) => ZlibEngine };

async function* oneFrame(input: ByteInput): AsyncGenerator<Buffer, void> {
  const header = await readFrameHeader(input);
  const parts = frameParts(input, header);
  if (createZstdDecompress !== undefined) {
    yield* zlibOutput(input, createZstdDecompress({ chunkSize: OUTPUT_BYTES }), parts);
    return;
  }
  const decoder = new FrameDecoder(input, header);
  for await (const part of parts) yield* decoder.decode(part);
}

async function skipFrame(input: ByteInput): Promise<void> {
  await input.require(8);
  let left = 8 + input.bytes.readUInt32LE(input.start + 4);
  while (left > 0) {
    await input.require(1);
    const skipped = Math.min(left, input.available);
    input.start += skipped;
    left -= skipped;
  }
}
