import { Writable } from 'node:stream';

/** A stream that keeps the text written to it, and may say that it is a terminal. */
export class TextSink extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;

  /** @param columns - The width of the terminal that it stands for; 0 (the default) when it is none. */
  constructor(columns = 0) {
    super({ decodeStrings: false });
    this.isTTY = columns > 0;
    this.columns = columns;
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
