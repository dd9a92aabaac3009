/** The bytes that have a meaning in JSON: https://www.rfc-editor.org/rfc/rfc8259#section-2 */
export const QUOTE = 0x22;
/** Before an escape. */
export const BACKSLASH = 0x5c;
/** Between members and between elements. */
export const COMMA = 0x2c;
/** Between key and value. */
export const COLON = 0x3a;
/** Begins an object. */
export const OPENING_BRACE = 0x7b;
/** Ends an object. */
export const CLOSING_BRACE = 0x7d;
/** Begins an array. */
export const OPENING_BRACKET = 0x5b;
/** Ends an array. */
export const CLOSING_BRACKET = 0x5d;
/** Whitespace in a document, the end of a record in NDJSON. */
export const LF = 0x0a;
/** Whitespace, before the LF of a line too. */
export const CR = 0x0d;
/** The last of the whitespace: what is above it is none. */
export const SPACE = 0x20;
/** A number's sign. */
export const MINUS = 0x2d;
/** The first of `null`. */
export const SMALL_N = 0x6e;
