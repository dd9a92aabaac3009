import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { explainNotUtf8 } from '../../../../src/sources/encoding/explain-not-utf8.js';
import { guessEncoding } from '../../../../src/sources/encoding/guess-encoding.js';
import { unicodeByZeros } from '../../../../src/sources/encoding/unicode-by-zeros.js';

const people = (...names: string[]): string =>
  [
    'id,name,amount\r\n',
    ...Array.from({ length: 20 }, (_, id) => `${id},${names[id % names.length]},${id * 1.25}\r\n`),
  ].join('');

const western = people('Café Müller', 'plain', 'Señor Ñandú', 'L’été “déjà vu” 5 €', 'Ångström', 'GRÜSSE');
const polish = people('Łódź', 'Świętosław Żak', 'Gdańsk', 'Kraków', 'Wąs');
const russian = people('Привет Москва', 'Санкт-Петербург', 'КЛАДР', 'Ольга');
const greek = people('Αθήνα', 'Θεσσαλονίκη', 'καλημέρα');
const japanese = people('東京都渋谷区', 'こんにちは', 'カタカナ、ソニー株式会社', '山田太郎');
const chinese = people('北京市朝阳区', '上海浦东新区', '中华人民共和国', '张三');
const taiwanese = people('臺北市大安區', '高雄市', '中華民國', '陳先生');
const korean = people('서울특별시', '안녕하세요', '주식회사 삼성', '김철수');

test.each([
  ['windows-1252', western],
  ['windows-1250', polish],
  ['windows-1251', russian],
  ['koi8-r', russian],
  ['windows-1253', greek],
  ['cp850', people('Café Müller', 'Señor', 'Grüße')],
  ['macintosh', people('Café Müller', 'Señor', 'Grüße')],
  ['shift_jis', japanese],
  ['euc-jp', japanese],
  ['gb18030', chinese],
  ['big5', taiwanese],
  ['euc-kr', korean],
  ['utf-16le', western],
  ['utf-16be', chinese],
  ['utf-32le', western],
  ['utf-32be', western],
])('%s is guessed', (name, text) => {
  expect(guessEncoding(iconv.encode(text, name, { addBOM: false }))[0]).toBe(name);
});

test.each(['', 'plain,text\n', western, 'a\0b\n', Buffer.alloc(100).toString()])(
  '%j is not taken for UTF-16',
  (text) => {
    expect(unicodeByZeros(Buffer.from(text))).toBe(null);
  },
);

const noise = Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * at * 7919 + (at >> 3) * 31) & 0xff));

test('bytes at random look like nothing', () => {
  expect(guessEncoding(noise)).toEqual([]);
});

describe('explainNotUtf8', () => {
  test('names the place and what it looks like', () => {
    const bytes = Buffer.concat([Buffer.from('id,name\n1,é\n'), iconv.encode('2,Café\n3,Müller\n', 'windows-1252')]);
    expect(explainNotUtf8('orders.csv', bytes)).toMatchObject({
      line: 3,
      byte: 0xe9,
      offset: 18,
      message: 'orders.csv is not UTF-8: line 3, byte 0xe9 (offset 18).',
      hint: expect.stringContaining('pass --encoding windows-1252.') as string,
    });
  });

  test.each(['plain', 'é€😀', ''])('%j is UTF-8, also cut in the middle of a character', (text) => {
    const bytes = Buffer.from(text);
    for (let end = 0; end <= bytes.length; end++) expect(explainNotUtf8('x', bytes.subarray(0, end))).toBe(null);
  });

  test.each(['80', '61c0', 'eda0', 'f490', 'f5', 'e28261', 'ff'])('%s is not', (hex) => {
    expect(explainNotUtf8('x', Buffer.from(hex, 'hex'))).not.toBe(null);
  });

  test('names no encoding when none fits', () => {
    expect(explainNotUtf8('-', noise)).toMatchObject({
      message: expect.stringMatching(/^stdin is not UTF-8: line 1, byte 0x/) as string,
      hint: expect.stringContaining('--bad-bytes replace') as string,
    });
  });
});
