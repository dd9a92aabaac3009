import { describe, expect, test } from 'vitest';
import { DEFAULT_DIALECT } from '../../../../../src/parsers/csv/dialect.js';
import { detectDialect, type DetectedDialect } from '../../../../../src/parsers/csv/detect/detect-dialect.js';
import type { DetectedPart, GivenDialect } from '../../../../../src/parsers/csv/detect/given-dialect.js';
import { SluiceError } from '../../../../../src/errors/sluice-error.js';

const nothingGiven: GivenDialect = {
  delimiter: null,
  quote: null,
  escape: null,
  comment: null,
  lineEnd: null,
  skipLines: null,
  headerLines: null,
};

function detect(text: string | readonly string[], given: Partial<GivenDialect> = {}): DetectedDialect {
  const bytes = Buffer.from(typeof text === 'string' ? text : `${text.join('\n')}\n`);
  return detectDialect({ source: 'x.csv', samples: [{ bytes, atEnd: true }], given: { ...nothingGiven, ...given } });
}

/** So many lines, each made from its number. */
function lines(count: number, line: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => line(index + 1));
}

describe('a plain CSV file is the default, and nothing is said of it', () => {
  test.each<[string, string | readonly string[]]>([
    ['with numbers', ['id,name,amount', ...lines(20, (n) => `${n},name ${n},${n}.50`)]],
    ['of text only', ['name,city', 'Ann,Rome', 'Bob,Oslo']],
    ['with quotes', ['id,note', ...lines(20, (n) => `${n},"a, b; ""c"" | d"`)]],
    ['with newlines in quotes', 'id,note\n1,"a\n\nb"\n2,"c\nd"\n3,e\n'],
    ['with CRLF', 'id,name\r\n1,a\r\n2,b\r\n'],
    ['with times', ['id,at', ...lines(20, (n) => `${n},2024-01-${String(n).padStart(2, '0')} 10:00:00`)]],
    ['with lists in a field', ['id,tags', ...lines(20, (n) => `${n},a;b;${n}`)]],
    ['with JSON in a field', ['id,doc', ...lines(20, (n) => `${n},"{""a"": ${n}, ""b"": [1, 2]}"`)]],
    ['with coordinates', ['place,where', ...lines(20, (n) => `p${n},"${n}.5, -${n}.25"`)]],
    ['with empty fields', ['a,b,c', '1,"",""', '2,3,4', ',,']],
    ['of one column of numbers', ['n', '1', '2', '3']],
    ['of one column of words', ['word', 'one', 'two']],
    ['of one column of times', ['at', ...lines(9, (n) => `2024-01-01 10:0${n}:00`)]],
    ['of one column of names', ['name', 'John Smith', 'Mary Jones', 'Ann Lee']],
    ['with a header only', 'a,b,c\n'],
    ['with a header of years', ['name,2019,2020', ...lines(9, (n) => `x${n},${n}.5,${n}.25`)]],
    ['with a header that begins like a comment', ['#id,name', ...lines(9, (n) => `${n},x`)]],
    ['with a few short lines', ['a,b,c', ...lines(90, (n) => `${n},x,y`), '1,2', '3', ...lines(90, (n) => `${n},x,y`)]],
    [
      'with a few bad quotes',
      ['a,b', ...lines(90, (n) => `${n},"x"`), '1,"x', '2,"x"y', ...lines(90, (n) => `${n},"x"`)],
    ],
    ['with inches', ['id,size', ...lines(20, (n) => `${n},${n}" disk`)]],
    ['with empty columns at the end', ['id,name,,', ...lines(20, (n) => `${n},x${n},,`)]],
    ['with an empty column without a name', ['id,,name', ...lines(20, (n) => `${n},,x${n}`)]],
    ['with an empty column between any two', ['id,,name,,n', ...lines(20, (n) => `${n},,x${n},,${n}`)]],
    ['with a column whose name is empty', ['name,', ...lines(20, (n) => `x${n},${n}`)]],
    ['of text, with a column whose name is empty', ['name,', 'Ann,Rome', 'Bob,Oslo']],
    ['of text, with what may be a padded title', ['Report,', 'name,city', 'Ann,Rome', 'Bob,Oslo']],
    ['with two colons in a field', ['id,path', ...lines(20, (n) => `${n},std::x${n}`)]],
    ['of one column of names with colons', ['module', 'Foo::Bar', 'Foo::Baz', 'File::Spec']],
    ['of one column with two bars in some lines', ['text', 'a || b', 'c', 'd || e', 'f']],
    ['with nothing', ''],
    ['with blank lines only', '\n\n'],
  ])('%s', (_name, text) => {
    const { dialect, findings } = detect(text);
    const { delimiter, quote, escape, comment, lineEnd, skipLines, headerLines } = DEFAULT_DIALECT;
    expect(dialect).toEqual({ delimiter, quote, escape, comment, lineEnd, skipLines, headerLines });
    expect(findings).toEqual([]);
  });
});

describe('finds', () => {
  const rows = lines(20, (n) => `${n};name ${n};${n},50`);

  test.each<[string, string | readonly string[], Partial<DetectedPart>]>([
    ['semicolons with decimal commas', ['id;name;amount', ...rows], { delimiter: ';' }],
    [
      'semicolons with decimal commas in all columns',
      ['a;b', ...lines(20, (n) => `${n},5;${n},25`)],
      { delimiter: ';' },
    ],
    ['semicolons with dates', ['a;b', ...lines(20, (n) => `${(n % 28) + 1}.01.2024;x, y`)], { delimiter: ';' }],
    ['tabs', ['id\tname', ...lines(20, (n) => `${n}\tx, y`)], { delimiter: '\t' }],
    ['bars', ['id|name', ...lines(20, (n) => `${n}|x, y`)], { delimiter: '|' }],
    ['colons', lines(20, (n) => `user${n}:x:${n}:${n}::/home/user${n}:/bin/sh`), { delimiter: ':', headerLines: 0 }],
    ['spaces', ['x y z', ...lines(20, (n) => `${n} ${n}.5 abc`)], { delimiter: ' ' }],
    ['control A', ['a\x01b', ...lines(20, (n) => `${n}\x01x, y`)], { delimiter: '\x01' }],
    ['single quotes', ['id,note', ...lines(20, (n) => `${n},'a, b''c'`)], { quote: "'", escape: "'" }],
    ['no quotes', ['id\tnote', ...lines(20, (n) => `${n}\t"Foo" bar`)], { delimiter: '\t', quote: '', escape: '' }],
    ['backslash escapes', ['id,note', ...lines(20, (n) => `${n},"say \\"a, b\\" ${n}"`)], { escape: '\\' }],
    ['CR line ends', 'id,name\r1,a\r2,b\r', { lineEnd: 'cr' }],
    ['comments at the head', ['# made by hand', '# twice', 'id,name', ...lines(9, (n) => `${n},x`)], { comment: '#' }],
    ['comments between', ['id,name', ...lines(9, (n) => `${n},x`), '// more', '7,x'], { comment: '//' }],
    ['a title', ['Report of 2024', 'id,name,amount', ...lines(9, (n) => `${n},x,${n}`)], { skipLines: 1 }],
    ['a title and a blank line', ['Report', '', 'id,name,amount', ...lines(9, (n) => `${n},x,${n}`)], { skipLines: 2 }],
    ['a padded title', ['Report,,', ',,', 'id,name,amount', ...lines(9, (n) => `${n},x,${n}`)], { skipLines: 2 }],
    ['notes', ['Made,2024-01-01', 'By,me', 'a,b,c,d,e', ...lines(9, (n) => `${n},x,${n},y,z`)], { skipLines: 2 }],
    [
      'a padded title above two columns',
      ['Report,', ',', 'name,value', ...lines(9, (n) => `x${n},${n}`)],
      { skipLines: 2 },
    ],
    ['two colons', ['a::b::c', ...lines(9, (n) => `${n}::x${n}::y`)], { delimiter: '::' }],
    ['two colons around text', ['a::b::c', ...lines(9, (n) => `x${n}::y${n}::z`)], { delimiter: '::' }],
    ['two colons, one column of a type', ['name::value', ...lines(9, (n) => `x${n}::${n}`)], { delimiter: '::' }],
    [
      'two colons around bars, without a header',
      lines(40, (n) => `${n}::Film ${n} (1995)::${['Drama|War', 'Action|War', 'Comedy|Drama|War', 'Drama'][n % 4]}`),
      { delimiter: '::', headerLines: 0 },
    ],
    [
      'two colons with empty fields',
      ['a::b::c', ...lines(9, (n) => `${n}::${n % 2 ? '' : 'x'}::y`)],
      { delimiter: '::' },
    ],
    ['two colons around a time', ['a::b::c', ...lines(9, (n) => `${n}::10:0${n}::y`)], { delimiter: '::' }],
    [
      'colons around a column that is empty',
      ['a:b:c:d:e:f', ...lines(9, (n) => `${n}:x:y::z:${n}`)],
      { delimiter: ':' },
    ],
    ['two bars', ['id||name||n', ...lines(9, (n) => `${n}||x${n}||${n}`)], { delimiter: '||' }],
    ['two bars and quotes', ['id||name||n', ...lines(9, (n) => `${n}||"x || ${n}"||${n}`)], { delimiter: '||' }],
    ['a bar between tildes', ['id~|~name~|~n', ...lines(9, (n) => `${n}~|~x${n}~|~${n}`)], { delimiter: '~|~' }],
    ['bars with an empty column', ['id|none|name', ...lines(9, (n) => `${n}||x${n}`)], { delimiter: '|' }],
    ['no header', lines(9, (n) => `${n},x,${n}.5`), { headerLines: 0 }],
    ['no header, in semicolons', lines(9, (n) => `${n};x;${n},5`), { delimiter: ';', headerLines: 0 }],
    [
      'one column with commas',
      ['remark', 'well, yes, no', 'no', 'a, b', 'so it is', 'x', 'y, z, a, b'],
      { delimiter: '' },
    ],
    ['a byte order mark', '\ufeffid;name\n1;a\n2;b\n', { delimiter: ';' }],
  ])('%s', (_name, text, expected) => {
    const { dialect, findings } = detect(text);
    const { delimiter, quote, escape, comment, lineEnd, skipLines, headerLines } = DEFAULT_DIALECT;
    const usual = { delimiter, quote, escape, comment, lineEnd, skipLines, headerLines };
    expect(dialect).toEqual({ ...usual, ...expected });
    const changed = Object.keys(expected).filter((part) => part !== 'escape' || expected.quote === undefined);
    expect(findings).toHaveLength(changed.length);
  });
});

describe('a header that is not as wide as the records', () => {
  test('is left to be seen, not taken for a note', () => {
    expect(detect(['"a","b"', ...lines(9, (n) => `"${n}",${n},x`)]).dialect.skipLines).toBe(0);
  });
});

describe('what fits in two ways is refused', () => {
  test.each<[string, readonly string[], string, string]>([
    ['two delimiters', ['a,b;c', 'x,y;z', 'p,q;r'], '--delimiter ,', "--delimiter ';'"],
    ['bars with an empty column, or two bars', lines(9, (n) => `${n}||x${n}`), "--delimiter '||'", "--delimiter '|'"],
    [
      'a title above two colons, or one column',
      ['Report', 'a::b::c', ...lines(9, (n) => `${n}::x::y`)],
      '--delimiter ::',
      '--delimiter none',
    ],
    ['two columns, or two colons in one', ['a::b', 'c::d', 'e::f'], '--delimiter ::', '--delimiter none'],
    ['a title, or one column', ['name', 'Smith, John', 'Jones, Mary'], '--skip-lines 1', '--delimiter none'],
  ])('%s', (_name, text, one, other) => {
    const error = errorOf(() => detect(text));
    expect(error).toMatchObject({ code: 'DIALECT_AMBIGUOUS', exitCode: 2 });
    expect(error.message).toContain(one);
    expect(error.message).toContain(other);
    expect(error.hint).toContain(one);
  });

  test('unless a flag says which', () => {
    expect(detect(['a,b;c', 'x,y;z', 'p,q;r'], { delimiter: ';' }).dialect.delimiter).toBe(';');
    expect(detect(['a::b', 'c::d', 'e::f'], { delimiter: '::' }).dialect.delimiter).toBe('::');
    expect(detect(['a::b', 'c::d', 'e::f'], { delimiter: '' }).dialect.delimiter).toBe('');
    expect(detect(['name', 'Smith, John', 'Jones, Mary'], { skipLines: 1 }).dialect.skipLines).toBe(1);
    expect(detect(['name', 'Smith, John', 'Jones, Mary'], { delimiter: '' }).dialect.delimiter).toBe('');
  });
});

function errorOf(run: () => unknown): SluiceError {
  try {
    run();
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error('It should have thrown.');
}

describe('what is given is kept, and helps to find the rest', () => {
  test.each<[Partial<GivenDialect>, readonly string[], Partial<DetectedPart>]>([
    [{ delimiter: '||' }, lines(9, (n) => `${n}||x`), { delimiter: '||', headerLines: 0 }],
    [{ delimiter: '§' }, ['id§name', ...lines(9, (n) => `${n}§"a§b"`)], { delimiter: '§', quote: '"' }],
    [{ quote: '<>' }, ['id,name', ...lines(9, (n) => `${n},<>a,b<>`)], { quote: '<>', escape: '<>', delimiter: ',' }],
    [{ quote: '"', escape: '^' }, ['id;n', ...lines(9, (n) => `${n};"a ^"b;c^""`)], { escape: '^', delimiter: ';' }],
    [{ escape: "'" }, ['id,n', ...lines(9, (n) => `${n},'a'',b'`)], { quote: "'", escape: "'" }],
    [
      { skipLines: 2 },
      ['a', 'b', 'id;n', ...lines(9, (n) => `${n};x`)],
      { skipLines: 2, headerLines: 1, delimiter: ';' },
    ],
    [{ headerLines: 2 }, ['a,b', 'c,d', ...lines(9, (n) => `${n},x`)], { headerLines: 2 }],
    [{ comment: ';' }, ['; x', 'id,n', ...lines(9, (n) => `${n},x`)], { comment: ';', skipLines: 0 }],
  ])('%j', (given, text, expected) => {
    expect(detect(text, given).dialect).toMatchObject(expected);
  });

  test('the facts tell it from what was found', () => {
    const { facts, findings, pins } = detect(['id;n', ...lines(9, (n) => `${n};x`)], { quote: "'", headerLines: 1 });
    expect(facts).toEqual([
      { name: 'delimiter', value: ';', given: false },
      { name: 'quote', value: "'", given: true },
      { name: 'escape', value: 'quote', given: false },
      { name: 'comment', value: 'none', given: false },
      { name: 'line-end', value: 'lf', given: false },
      { name: 'skip-lines', value: '0', given: false },
      { name: 'header', value: '1', given: true },
    ]);
    expect(findings).toEqual(['delimiter ";"']);
    expect(pins.join(' ')).toBe(
      String.raw`--delimiter ';' --quote ''\''' --escape quote --comment none --skip-lines 0 --header 1`,
    );
  });
});

describe('samples', () => {
  test('other places count as the head does, from their first whole line on', () => {
    const head = Buffer.from('a;b\n');
    const other = Buffer.from(`st;of,a;line\n${lines(50, (n) => `${n};x`).join('\n')}`);
    const samples = [
      { bytes: head, atEnd: false },
      { bytes: other, atEnd: true },
    ];
    expect(detectDialect({ source: 'x', samples, given: nothingGiven }).dialect.delimiter).toBe(';');
  });

  test('a record that is cut off at the end is not judged', () => {
    const bytes = Buffer.from('a,b\n1,"x"\n2,"y');
    const { dialect } = detectDialect({ source: 'x', samples: [{ bytes, atEnd: false }], given: nothingGiven });
    expect(dialect.quote).toBe('"');
  });

  test('256 KiB take no more than 50 ms', () => {
    const text = ['a,b,c,d,e,f', ...lines(4000, (n) => `${n},"x; y | z",2024-01-01 10:00:00,it's; so,a b:c,#${n}`)];
    const bytes = Buffer.from(text.join('\n'));
    const samples = [0, 1, 2, 3, 4].map((index) => ({ bytes: bytes.subarray(index * 20_000), atEnd: true }));
    const run = (): unknown => detectDialect({ source: 'x', samples, given: nothingGiven });
    // Time of this process: other tests run beside it.
    const times = Array.from({ length: 10 }, () => {
      const before = process.cpuUsage();
      run();
      return process.cpuUsage(before).user / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe('hostile bytes', () => {
  test.each([
    ['binary', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))],
    ['one long line', Buffer.alloc(200_000, 'a,')],
    ['quotes only', Buffer.alloc(200_000, '"')],
    ['an open quote on each line', Buffer.alloc(200_000, '"a\n')],
    ['__proto__', Buffer.from('__proto__,constructor\n1,2\n')],
    ['NULs', Buffer.alloc(1000)],
  ])('%s end in a dialect or a refusal, soon', (_name, bytes) => {
    const start = performance.now();
    try {
      detectDialect({ source: 'x', samples: [{ bytes, atEnd: true }], given: nothingGiven });
    } catch (error) {
      expect(error).toBeInstanceOf(SluiceError);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
