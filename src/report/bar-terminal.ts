/**
 * What cli-progress asks of a terminal, without its saving and restoring of the cursor's place: after printed lines
 * have scrolled the screen, that place is another line's. The cursor is not hidden and lines may wrap, so a killed
 * process leaves nothing to put right.
 */
export class BarTerminal {
  readonly cursorSave = leaveAsItIs;
  readonly cursorRestore = leaveAsItIs;
  readonly cursor = leaveAsItIs;
  readonly lineWrapping = leaveAsItIs;
  readonly #stream: NodeJS.WritableStream & { readonly columns?: number };

  /** @param stream - A terminal, or a stream that stands for one. */
  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  /** Writes text where the cursor is. */
  write(text: string): void {
    this.#stream.write(text);
  }

  /** Prints a line in place of the bar, which is drawn again below it at its next turn. */
  printAbove(line: string): void {
    this.write(`\r${ERASE_LINE}${line}\n`);
  }

  /** Moves to the first column, the only place that a bar is drawn from. */
  cursorTo(): void {
    this.write('\r');
  }

  /** Erases from the cursor to the end of the line. */
  clearRight(): void {
    this.write(ERASE_RIGHT);
  }

  /** Erases the line. */
  clearLine(): void {
    this.write(ERASE_LINE);
  }

  /** True: whoever made this has found out. */
  isTTY(): boolean {
    return true;
  }

  /** Columns of the terminal; one that does not say gets 80. */
  getWidth(): number {
    const { columns = 0 } = this.#stream;
    return columns > 0 ? columns : 80;
  }
}

function leaveAsItIs(): void {
  // Said at the class.
}

const ERASE_LINE = '\u001b[2K';
const ERASE_RIGHT = '\u001b[K';
