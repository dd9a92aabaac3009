import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../support/parse-csv.js';

/** The situations that the collection csv-spectrum names, in cases of our own: a header, and a record by field. */
const situations: [name: string, text: string, names: string[], records: (string | null)[][]][] = [
  [
    'comma in quotes',
    'name,address,zip\nAda,"12 Mill Lane, Leeds",LS1\n',
    ['name', 'address', 'zip'],
    [['Ada', '12 Mill Lane, Leeds', 'LS1']],
  ],
  [
    'empty',
    'a,b,c\n1,"",""\n2,3,4\n',
    ['a', 'b', 'c'],
    [
      ['1', '', ''],
      ['2', '3', '4'],
    ],
  ],
  [
    'empty, CRLF',
    'a,b,c\r\n1,"",""\r\n2,,4\r\n',
    ['a', 'b', 'c'],
    [
      ['1', '', ''],
      ['2', null, '4'],
    ],
  ],
  [
    'escaped quotes',
    'a,b\n1,"ha ""ha"" ha"\n"""",4\n',
    ['a', 'b'],
    [
      ['1', 'ha "ha" ha'],
      ['"', '4'],
    ],
  ],
  [
    'JSON',
    'key,doc\n1,"{""type"": ""Point"", ""at"": [1.5, 2.5]}"\n',
    ['key', 'doc'],
    [['1', '{"type": "Point", "at": [1.5, 2.5]}']],
  ],
  [
    'location coordinates',
    'id,lat,long\n1,"51° 30\' 26"" N","0° 7\' 39"" W"\n',
    ['id', 'lat', 'long'],
    [['1', `51° 30' 26" N`, `0° 7' 39" W`]],
  ],
  [
    'newlines in quotes',
    'a,b\n"once\nupon\na time",5\n7,8\n',
    ['a', 'b'],
    [
      ['once\nupon\na time', '5'],
      ['7', '8'],
    ],
  ],
  [
    'newlines in quotes, CRLF',
    'a,b\r\n"once\r\nupon",5\r\n7,8\r\n',
    ['a', 'b'],
    [
      ['once\r\nupon', '5'],
      ['7', '8'],
    ],
  ],
  [
    'quotes and newlines',
    'a,b\n1,"ha\n""ha""\nha"\n3,4\n',
    ['a', 'b'],
    [
      ['1', 'ha\n"ha"\nha'],
      ['3', '4'],
    ],
  ],
  ['simple', 'a,b,c\n1,2,3\n', ['a', 'b', 'c'], [['1', '2', '3']]],
  ['simple, CRLF', 'a,b,c\r\n1,2,3\r\n', ['a', 'b', 'c'], [['1', '2', '3']]],
  ['simple, no last line end', 'a,b,c\n1,2,3', ['a', 'b', 'c'], [['1', '2', '3']]],
  [
    'UTF-8',
    'a,b\nʤ,名前\n👍🏽,é\n',
    ['a', 'b'],
    [
      ['ʤ', '名前'],
      ['👍🏽', 'é'],
    ],
  ],
  ['a header in quotes', '"a, b","c ""d"""\n1,2\n', ['a, b', 'c "d"'], [['1', '2']]],
  [
    'blank lines',
    'a,b\n\n1,2\n\n\n3,4\n\n',
    ['a', 'b'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  ['a delimiter at the end of each line', 'a,b,\n1,2,\n', ['a', 'b', ''], [['1', '2', null]]],
];

describe.each([false, true])('by csv-parse: %s', (byCsvParse) => {
  test.each(situations)('%s', (_name, text, names, records) => {
    const latin1 = (field: string | null): string | null => field && Buffer.from(field).toString('latin1');
    for (const chunkBytes of [1, 2, 7, 64 * 1024]) {
      const parsed = parseCsv(Buffer.from(text), { width: names.length, chunkBytes, byCsvParse });
      expect(parsed.rejects).toEqual([]);
      expect(parsed.records.map(({ fields }) => fields)).toEqual([
        names.map((name) => (name === '' ? null : latin1(name))),
        ...records.map((record) => record.map(latin1)),
      ]);
    }
  });
});
