/** The value of each byte as a hex digit; -1, which survives any `|` and `<<`, for a byte that is none. */
export const HEX_VALUES: Readonly<Int8Array> = Int8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? -1 : value;
});
