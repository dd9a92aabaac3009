/** A value as stream-json tells it: an opening, a key, a scalar, an end. Numbers are their own digits. */
export interface JsonToken {
  readonly name: string;
  readonly value?: unknown;
}

/** Writes a value's tokens as compact JSON text. */
export class JsonTextWriter {
  /** The text so far. */
  text = '';
  /** Objects and arrays that are open. */
  depth = 0;
  #needsComma = false;

  /** Begins with another value. */
  clear(): void {
    this.text = '';
    this.depth = 0;
    this.#needsComma = false;
  }

  /** Takes the next token. */
  write({ name, value }: JsonToken): void {
    const isEnd = name === 'endObject' || name === 'endArray';
    const isStart = name === 'startObject' || name === 'startArray';
    if (isStart) this.depth++;
    if (isEnd) this.depth--;
    if (this.#needsComma && !isEnd) this.text += ',';
    this.text += BRACKETS[name] ?? this.#spell(name, value);
    this.#needsComma = !isStart && name !== 'keyValue';
  }

  #spell(name: string, value: unknown): string {
    if (name === 'keyValue') return `${JSON.stringify(value)}:`;
    return name === 'numberValue' ? String(value) : JSON.stringify(value);
  }
}

const BRACKETS: Readonly<Record<string, string>> = { startObject: '{', endObject: '}', startArray: '[', endArray: ']' };
