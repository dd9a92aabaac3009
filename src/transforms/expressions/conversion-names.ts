/** CEL's own conversions: of NULL they make NULL too. */
export const CONVERSIONS: ReadonlySet<string> = new Set([
  'int',
  'double',
  'string',
  'bool',
  'bytes',
  'timestamp',
  'duration',
]);
