import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc64 } from './crc64.js';

/** A running check sum of a block's bytes, as an xz stream names it in its header. */
export interface IntegrityCheck {
  update(bytes: Buffer): void;
  digest(): Buffer;
}

/** Bytes of the check sum of each kind, those that nobody uses too. */
const SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** How many bytes the check sum of a kind (0 to 15) has. */
export function checkSize(kind: number): number {
  return SIZES[kind];
}

/** A check of a kind, or null when nothing is to be checked: kind 0, or a kind that was never defined. */
export function integrityCheck(kind: number): IntegrityCheck | null {
  if (kind === 1) return new Crc32();
  if (kind === 4) return new Crc64();
  return kind === 10 ? createHash('sha256') : null;
}

class Crc32 implements IntegrityCheck {
  #value = 0;

  update(bytes: Buffer): void {
    this.#value = crc32(bytes, this.#value);
  }

  digest(): Buffer {
    const digest = Buffer.alloc(4);
    digest.writeUInt32LE(this.#value);
    return digest;
  }
}
