/** CRC-64 as xz uses it: the ECMA-182 polynomial, the least significant bit first, in halves of 32 bits. */
export class Crc64 {
  #low = -1;
  #high = -1;

  /** Takes in more bytes. */
  update(bytes: Buffer): void {
    let low = this.#low;
    let high = this.#high;
    for (let at = 0; at < bytes.length; at++) {
      const index = (low ^ bytes[at]) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ lowTable[index];
      high = (high >>> 8) ^ highTable[index];
    }
    this.#low = low;
    this.#high = high;
  }

  /** Eight bytes, the least significant first. */
  digest(): Buffer {
    const digest = Buffer.alloc(8);
    digest.writeInt32LE(~this.#low, 0);
    digest.writeInt32LE(~this.#high, 4);
    return digest;
  }
}

const lowTable = new Int32Array(256);
const highTable = new Int32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) value = (value >> 1n) ^ (value & 1n ? 0xc96c5795d7870f42n : 0n);
  lowTable[byte] = Number(BigInt.asIntN(32, value));
  highTable[byte] = Number(BigInt.asIntN(32, value >> 32n));
}
