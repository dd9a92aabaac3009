import { createGunzip } from 'node:zlib';
import type { ByteInput } from './byte-input.js';
import { OUTPUT_BYTES, zlibOutput } from './zlib-output.js';

/** Gzip data: one member or several, with zero bytes between or after them. */
export async function* gunzip(input: ByteInput): AsyncGenerator<Buffer, void> {
  do yield* zlibOutput(input, createGunzip({ chunkSize: OUTPUT_BYTES }));
  while (await anotherMember(input));
}

/** Zlib goes on to a next member by itself, but takes a zero byte, as padding, for the end of everything. */
async function anotherMember(input: ByteInput): Promise<boolean> {
  while (await input.fill(1)) {
    while (input.start < input.end && input.bytes[input.start] === 0) input.start++;
    if (input.start < input.end) {
      if (input.bytes[input.start] !== 0x1f) throw input.damaged('other bytes follow it');
      return true;
    }
  }
  return false;
}
