import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decoded } from '../../../../src/sources/encoding/decoded.js';
import { encodingOf } from '../../../../src/sources/encoding/encoding.js';
import { bytesOf, bytesSource } from '../../../support/sources.js';

const chunkSizes = [1, 2, 7, 64 * 1024];

async function decode(name: string, bytes: Buffer, chunkSize = 64 * 1024): Promise<Buffer> {
  const { createDecoder } = encodingOf(name);
  if (createDecoder === null) throw new Error('UTF-8 is not decoded');
  return bytesOf(decoded(bytesSource(bytes, chunkSize), { createDecoder, skip: 0 }));
}

const samples: [name: string, text: string][] = [
  ['windows-1252', 'id,name\r\n1,"Café – €5 “naïve” Ÿ"\r\n'],
  ['latin1', 'größer €\n'],
  ['iso-8859-15', 'œuvre 5 €\n'],
  ['windows-1251', 'Привет, мир\n'],
  ['koi8-r', 'Привет\n'],
  ['cp437', 'Ü ╔═╗ ñ\n'],
  ['macintosh', 'Ünïcode “quotes”\n'],
  ['shift_jis', 'id,名前\n1,東京都渋谷区ｶﾅ表示ソ\n'],
  ['euc-jp', 'id,名前\n1,東京\n'],
  ['gb18030', 'id,姓名\n1,北京市€𠮷\n'],
  ['gbk', '姓名,北京\n'],
  ['big5', '姓名,臺北市\n'],
  ['euc-kr', '이름,서울\n'],
  ['utf-16le', 'é,€,😀,a\n'],
  ['utf-16be', 'é,€,😀,a\n'],
  ['UTF_32LE', 'é,€,😀,a\n'],
  ['utf-32be', 'é,€,😀,a\n'],
];

describe.each(samples)('%s', (name, text) => {
  test.each(chunkSizes)('in chunks of %i', async (chunkSize) => {
    const bytes = iconv.encode(text.repeat(3), name === 'latin1' ? 'windows-1252' : name);
    expect((await decode(name, bytes, chunkSize)).toString()).toBe(text.repeat(3));
  });
});

test.each(chunkSizes)('iso-2022-jp keeps its state over chunks of %i', async (chunkSize) => {
  const bytes = Buffer.from('1,\x1b$B;3ED\x1b(B,x\n', 'latin1');
  expect((await decode('iso-2022-jp', bytes, chunkSize)).toString()).toBe('1,山田,x\n');
});

/** As text, with what could not be decoded shown as ✗. */
const marked = (bytes: Buffer): string =>
  Buffer.concat([...bytes].map((byte) => (byte === 0xff ? Buffer.from('✗') : Buffer.of(byte)))).toString();

describe('what can not be decoded becomes a byte that is no UTF-8', () => {
  test.each([
    ['windows-1252', '61 81 8d 62', 'a✗✗b'],
    ['utf-16le', '6100 00d8 6200', 'a✗b'],
    ['utf-16le', '00dc 6200', '✗b'],
    ['utf-16le', '00d8 00d8 00dc', '✗𐀀'],
    ['utf-16le', '6100 00d8 62', 'a✗✗'],
    ['utf-16be', '0061 dc00', 'a✗'],
    ['utf-32le', '61000000 00d80000 ffffffff 00001100 62', 'a✗✗✗✗'],
    ['shift_jis', '83 0a 41', '✗\nA'],
    ['shift_jis', '61 83', 'a✗'],
    ['gb18030', '81 2c 41', '✗,A'],
    ['euc-kr', '61 ff 0a', 'a✗\n'],
    ['euc-jp', '8f a1 0a 41', '✗\nA'],
  ])('%s: %s', async (name, hex, expected) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    for (const chunkSize of chunkSizes) {
      // How many marks stand for one malformed sequence is the decoder's choice.
      expect(marked(await decode(name, bytes, chunkSize)).replaceAll(/✗+(?=[\n,])/g, '✗')).toBe(expected);
    }
  });
});

test.each(['utf-16le', 'utf-16be', 'utf-32le', 'windows-1250'])(
  'any bytes of %s, as TextDecoder or iconv reads them',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (array, chunkSize) => {
        const bytes = Buffer.from(array);
        const text = (await decode(name, bytes, chunkSize)).toString().replaceAll(/\ufffd+/g, '\ufffd');
        const isKnown = name === 'utf-32le' || name === 'windows-1250';
        const oracle = isKnown
          ? iconv.decode(bytes, name, { stripBOM: false })
          : new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
        expect(text).toBe(oracle.replaceAll(/\ufffd+/g, '\ufffd'));
      }),
    );
  },
);

test.each(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'])(
  'any bytes of %s are the same in any chunks',
  async (name) => {
    const bytes = fc
      .uint8Array({ maxLength: 80 })
      .chain((array) => fc.constantFrom(Buffer.from(array), Buffer.from(array.map((byte) => byte | 0x80))));
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (array, chunkSize) => {
        expect(await decode(name, array, chunkSize)).toEqual(await decode(name, array));
      }),
      { numRuns: 50 },
    );
  },
);

test('a large text fits its chunks, whatever it expands to', async () => {
  const bytes = Buffer.alloc(1_500_000, 0x80);
  const text = await decode('windows-1252', bytes, 600_000);
  expect(text.length).toBe(3 * bytes.length);
  expect(text.subarray(-3).toString()).toBe('€');
});

describe('encodingOf', () => {
  test.each([
    ['UTF-8', 'utf-8'],
    ['utf8', 'utf-8'],
    ['unicode-1-1-utf-8', 'utf-8'],
    ['Latin1', 'windows-1252'],
    ['ISO-8859-1', 'windows-1252'],
    ['sjis', 'shift_jis'],
    ['UCS-2', 'utf-16le'],
    ['utf-16', 'utf-16le'],
    ['cp850', 'cp850'],
  ])('%s is %s', (name, expected) => {
    expect(encodingOf(name).name).toBe(expected);
  });

  test.each(['base64', 'hex', 'binary', 'klingon', 'utf-7', '', '__proto__', 'constructor', 'utf-8\n\u001b[31m x'])(
    '%j is none',
    (name) => {
      expect(() => encodingOf(name)).toThrow(expect.objectContaining({ code: 'USAGE' }));
      expect(() => encodingOf(name)).not.toThrow('\u001b');
    },
  );
});
