import { SpillFile } from '../../transforms/record/steps/spill-file.js';
import { entryEnd, entrySize, hashAt, keyAt, valueAt, writeEntry } from './entry.js';
import { EntryFile } from './entry-file.js';
import { entryHash } from './entry-hash.js';
import { keyTwice } from './lookup-errors.js';

/** Entries are parted by the upper bits of their hash; each part must fit into memory when it is sorted. */
const PARTS = 256;
const PART_SHIFT = 24;
const CHUNK_BYTES = 16 * 1024;

const SUBJECT = {
  what: 'A lookup',
  hint: 'It has more entries than are held in memory. Free some space, set TMPDIR, or have its cacheSize larger.',
};

/** Sorts the entries of a lookup by the hashes of their keys, in files: memory holds 4 MB of them, and then a part of all at a time. */
export class EntrySorter {
  readonly #name: string;
  readonly #unsorted = new SpillFile(SUBJECT);
  readonly #parts = Array.from({ length: PARTS }, () => new Part());

  /** @param name - What the lookup is called in messages. */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Adds an entry.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  add(key: string, value: string | null): void {
    const entry = { key: Buffer.from(key), value: value === null ? null : Buffer.from(value) };
    const hash = entryHash(entry.key);
    this.#parts[hash >>> PART_SHIFT].add({ hash, ...entry }, this.#unsorted);
  }

  /**
   * The file with all entries, which is the caller's to close. Nothing can be added any more.
   *
   * @throws SluiceError OUTPUT_FAILED; LOOKUP_FAILED for a key with two values.
   */
  sorted(): EntryFile {
    const file = new EntryFile(new SpillFile(SUBJECT));
    try {
      for (const part of this.#parts) file.append(this.#sort(part.read(this.#unsorted)));
      return file;
    } catch (error) {
      file.close();
      throw error;
    } finally {
      this.close();
    }
  }

  /** Lets go of what was added. A second call does nothing. */
  close(): void {
    this.#unsorted.close();
  }

  #sort(entries: Buffer): Buffer {
    const starts: number[] = [];
    for (let at = 0; at < entries.length; at = entryEnd(entries, at)) starts.push(at);
    starts.sort((one, other) => hashAt(entries, one) - hashAt(entries, other));
    return Buffer.concat(this.#distinct(entries, starts).map((at) => entries.subarray(at, entryEnd(entries, at))));
  }

  /** Leaves out what is there twice. Entries with one key have one hash, so they lie side by side, among few others. */
  #distinct(entries: Buffer, starts: readonly number[]): number[] {
    const kept: number[] = [];
    for (const start of starts) {
      const twin = twinOf(entries, start, kept);
      if (twin === null) kept.push(start);
      else this.#assertSame(entries, twin, start);
    }
    return kept;
  }

  #assertSame(entries: Buffer, one: number, other: number): void {
    const values = [valueAt(entries, one), valueAt(entries, other)] as const;
    if (values[0] !== values[1]) throw keyTwice(this.#name, keyAt(entries, one).toString(), values);
  }
}

/** The entry with the same key among those before it that have the same hash. */
function twinOf(entries: Buffer, start: number, before: readonly number[]): number | null {
  const hash = hashAt(entries, start);
  for (let index = before.length - 1; index >= 0 && hashAt(entries, before[index]) === hash; index--) {
    if (keyAt(entries, before[index]).equals(keyAt(entries, start))) return before[index];
  }
  return null;
}

/** The entries of one part: chunks in a file, and one in memory. */
class Part {
  readonly #chunks: { readonly start: number; readonly length: number }[] = [];
  readonly #chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #used = 0;

  add(entry: Parameters<typeof writeEntry>[2], file: SpillFile): void {
    const size = entrySize(entry.key, entry.value);
    if (this.#used + size > CHUNK_BYTES) this.#flush(this.#chunk.subarray(0, this.#used), file);
    if (size > CHUNK_BYTES) {
      const long = Buffer.allocUnsafeSlow(size);
      writeEntry(long, 0, entry);
      this.#flush(long, file);
      return;
    }
    writeEntry(this.#chunk, this.#used, entry);
    this.#used += size;
  }

  read(file: SpillFile): Buffer {
    const length = this.#chunks.reduce((sum, chunk) => sum + chunk.length, this.#used);
    const entries = Buffer.allocUnsafeSlow(length);
    let at = 0;
    for (const chunk of this.#chunks) {
      file.read(entries.subarray(at, at + chunk.length), chunk.start);
      at += chunk.length;
    }
    this.#chunk.copy(entries, at, 0, this.#used);
    return entries;
  }

  #flush(bytes: Buffer, file: SpillFile): void {
    this.#used = 0;
    if (bytes.length === 0) return;
    this.#chunks.push({ start: file.length, length: bytes.length });
    file.append(bytes);
  }
}
