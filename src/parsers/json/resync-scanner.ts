import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  LF,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  SPACE,
} from './characters.js';

/** Open objects and arrays whose kind is remembered; those inside these are only counted. */
const MAX_REMEMBERED = 1 << 16;

/** Stands for the indentation of a record that other things stand before on its line. */
export const NOT_INDENTED = -1;

/**
 * Finds where reading can go on in a document after a record that is no JSON. The record ends
 *
 * 1. with the bracket that closes it. A string ends at its line's end at the latest, as no string holds a line feed. A
 *    closing brace closes the arrays in its object that nothing closed, and the other way round;
 * 2. or before a bracket that closes the array around it;
 * 3. or, if it began its line, before the next line after the fault that begins with as many blanks and a brace: where a
 *    document is one record a line, or printed with indentation, that is the next record, even if a brace is missing;
 * 4. or, if it isn't even an object or array, before a comma or the next object.
 *
 * The bytes may come in pieces.
 */
export class ResyncScanner {
  /** Line feeds passed since the last look at them. */
  lineFeeds = 0;
  readonly #closers = new Uint8Array(MAX_REMEMBERED);
  #depth = 0;
  #isFirst = true;
  #inString = false;
  #isEscaped = false;
  #indent = NOT_INDENTED;
  /** Bytes that are still to pass before a line may begin the next record. */
  #distance = 0;
  /** Blanks so far on a line that has nothing else, or {@link NOT_INDENTED}. */
  #blanks = NOT_INDENTED;

  /**
   * Begins with a record.
   *
   * @param indent - The blanks before it, if it began its line; else {@link NOT_INDENTED}.
   * @param distance - How many bytes of it come before the fault.
   */
  start(indent: number, distance: number): void {
    this.lineFeeds = 0;
    this.#depth = 0;
    this.#isFirst = true;
    this.#inString = false;
    this.#isEscaped = false;
    this.#indent = indent;
    this.#distance = distance;
    this.#blanks = NOT_INDENTED;
  }

  /**
   * Goes on.
   *
   * @returns The position at which to resume, or -1 when it isn't within these bytes.
   */
  scan(bytes: Buffer, start: number, end: number): number {
    for (let at = start; at < end; at++, this.#distance--) {
      const byte = bytes[at];
      if (byte === LF) this.#lineFeed();
      else if (this.#beginsNextRecord(byte)) return at;
      else if (this.#inString) this.#insideString(byte);
      else if (byte === QUOTE) this.#inString = true;
      else {
        const ends = this.#structure(byte);
        if (ends !== Ends.not) return ends === Ends.after ? at + 1 : at;
      }
      this.#isFirst = false;
    }
    return -1;
  }

  #lineFeed(): void {
    this.lineFeeds++;
    this.#inString = false;
    this.#isEscaped = false;
    this.#blanks = this.#indent === NOT_INDENTED ? NOT_INDENTED : 0;
  }

  #beginsNextRecord(byte: number): boolean {
    if (this.#blanks === NOT_INDENTED) return false;
    const begins = byte === OPENING_BRACE && this.#blanks === this.#indent && this.#distance <= 0;
    this.#blanks = byte <= SPACE ? this.#blanks + 1 : NOT_INDENTED;
    return begins;
  }

  #insideString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  #structure(byte: number): number {
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) return this.#open(byte);
    if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) return this.#close(byte);
    return byte === COMMA && this.#depth === 0 && !this.#isFirst ? Ends.before : Ends.not;
  }

  #open(byte: number): number {
    if (this.#depth === 0 && !this.#isFirst) return Ends.before;
    if (this.#depth < MAX_REMEMBERED) {
      this.#closers[this.#depth] = byte === OPENING_BRACE ? CLOSING_BRACE : CLOSING_BRACKET;
    }
    this.#depth++;
    return Ends.not;
  }

  #close(byte: number): number {
    const depth = this.#depth > MAX_REMEMBERED ? this.#depth - 1 : this.#closers.lastIndexOf(byte, this.#depth - 1);
    const isOpen = this.#depth > 0 && depth >= 0;
    if (isOpen) {
      this.#depth = depth;
      return depth === 0 ? Ends.after : Ends.not;
    }
    return byte === CLOSING_BRACKET && !this.#isFirst ? Ends.before : Ends.not;
  }
}

/** What a byte is to the end of a record. */
const Ends = { not: 0, before: 1, after: 2 } as const;
