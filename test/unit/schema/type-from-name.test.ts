import { describe, expect, test } from 'vitest';
import { typeFromName } from '../../../src/schema/type-from-name.js';

describe('a type', () => {
  test.each([
    ['bigint', 'int8', -1, 'bigint'],
    ['INT', 'int4', -1, 'integer'],
    [' double   precision ', 'float8', -1, 'double precision'],
    ['decimal', 'numeric', -1, 'numeric'],
    ['decimal(5)', 'numeric', 327_684, 'numeric(5)'],
    ['numeric(12,2)', 'numeric', 786_438, 'numeric(12,2)'],
    ['Numeric ( 12 , 2 )', 'numeric', 786_438, 'numeric(12,2)'],
    ['character varying(20)', 'varchar', 24, 'character varying(20)'],
    ['char(3)', 'bpchar', 7, 'character(3)'],
    ['timestamptz', 'timestamptz', -1, 'timestamp with time zone'],
  ])('%j', (text, name, typmod, display) => {
    expect(typeFromName(text)).toEqual({ name, builtIn: true, typmod, display, labels: [] });
  });
});

describe('is none', () => {
  test.each([
    '',
    'int8[]',
    'geometry',
    'constructor',
    '__proto__',
    'numeric(0)',
    'numeric(1001)',
    'numeric(5,1001)',
    'numeric(5,2,1)',
    'numeric(5',
    'varchar()',
    'varchar(0)',
    'varchar(5,2)',
    'varchar(10485761)',
    'integer(4)',
    'timestamp(3)',
    'text; drop table t',
    'int\u0000',
    '1int',
  ])('%j', (text) => expect(typeFromName(text)).toBe(null));
});
