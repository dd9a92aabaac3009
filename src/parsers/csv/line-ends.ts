import { CR, LF, type CsvDialect } from './dialect.js';

/** Finds line ends: LF and CRLF; in a dialect whose line end is `cr`, a lone CR is one as well. */
export class LineEnds {
  readonly #isCr: boolean;

  constructor({ lineEnd }: Pick<CsvDialect, 'lineEnd'>) {
    this.#isCr = lineEnd === 'cr';
  }

  /**
   * The line that begins at `start`.
   *
   * @returns Where its text ends and where the next line begins; null when its end is not within the bytes.
   */
  lineAt(bytes: Buffer, start: number): { end: number; next: number } | null {
    const lineFeed = bytes.indexOf(LF, start);
    const carriageReturn = this.#isCr ? bytes.indexOf(CR, start) : -1;
    if (carriageReturn !== -1 && (lineFeed === -1 || carriageReturn < lineFeed)) {
      return { end: carriageReturn, next: carriageReturn + (lineFeed === carriageReturn + 1 ? 2 : 1) };
    }
    if (lineFeed === -1) return null;
    return { end: lineFeed > start && bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed, next: lineFeed + 1 };
  }

  /**
   * How many bytes an empty line at `start` has; 0: there is none, or it is not known yet.
   *
   * @param atEnd - Nothing follows the bytes: then a CR at their end is a line end, too.
   */
  emptyLineAt(bytes: Buffer, start: number, atEnd: boolean): number {
    if (bytes[start] === LF) return 1;
    if (bytes[start] !== CR) return 0;
    const next = bytes[start + 1];
    if (next === LF) return 2;
    return (next === undefined ? atEnd : this.#isCr) ? 1 : 0;
  }

  /** How many line ends the bytes hold. */
  countIn(bytes: Buffer): number {
    if (this.#isCr) return bytes.toString('latin1').split(/\r\n|\r|\n/).length - 1;
    let count = 0;
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count++;
    return count;
  }
}
