import type { Entry } from 'yauzl';
import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { sharedChunks as chunks, type ChunkPool } from '../chunk-pool.js';
import { chunkStream } from '../chunk-stream.js';
import { decompressed } from '../compression/decompressed.js';
import type { Source } from '../source.js';
import { STDIN_NAME } from '../stream-source.js';
import type { SeekableSource } from './archive-file.js';
import { entryDecompressor } from './entry-decompressor.js';

/** Where an entry is in its archive. */
export interface EntryPlace {
  readonly entry: Entry;
  /** The name within the archive. */
  readonly name: string;
  /** Offset of its compressed bytes. */
  readonly start: number;
  readonly close: () => Promise<void>;
}

/**
 * An entry of a zip archive as a source of its own: decompressed, its length and check sum verified at its end.
 *
 * @throws SluiceError SOURCE_UNREADABLE when it is encrypted, or compressed in a way that isn't supported.
 */
export function entrySource(archive: SeekableSource, place: EntryPlace): Source {
  const { entry, start } = place;
  const name = `${archive.ref.name === STDIN_NAME ? 'stdin' : archive.ref.name}/${place.name}`;
  const decompress = entryDecompressor(entry);
  if (typeof decompress === 'string') throw unreadableEntry(name, decompress);
  const stored = storedBytes(archive, { ...place, name, inside: place.name });
  return decompressed(stored, { container: 'zip entry', decompress }, { firstOffset: start });
}

/** An entry under its name in messages. */
interface StoredPlace extends EntryPlace {
  /** The name within the archive. */
  readonly inside: string;
}

/** The entry's bytes as they are in the archive. */
function storedBytes(archive: SeekableSource, { entry, name, inside, start, close }: StoredPlace): Source {
  let position = 0;
  return {
    ref: { name, entry: inside },
    size: entry.compressedSize,
    repeatable: true,
    read: (from = 0) =>
      chunkStream(
        chunksOf(archive, { start, size: entry.compressedSize, from, chunks, onPosition: (at) => (position = at) }),
      ),
    position: () => position,
    readAt: null,
    recycle: (chunk) => chunks.release(chunk),
    fingerprint: (kind) => archive.fingerprint(kind),
    assertUnchanged: () => archive.assertUnchanged(),
    close,
  };
}

interface Range {
  readonly start: number;
  readonly size: number;
  /** Where in the range to begin. */
  readonly from: number;
  readonly chunks: ChunkPool;
  readonly onPosition: (position: number) => void;
}

async function* chunksOf(archive: SeekableSource, range: Range): AsyncGenerator<Buffer, void> {
  for (let position = range.from; position < range.size;) {
    range.onPosition(position);
    const chunk = range.chunks.acquire();
    const length = await archive.readAt(chunk.subarray(0, range.size - position), range.start + position);
    if (length === 0) return;
    position += length;
    yield chunk.subarray(0, length);
  }
  range.onPosition(range.size);
}

function unreadableEntry(name: string, reason: string): SluiceError {
  return new SluiceError('SOURCE_UNREADABLE', `${displaySource(name)} can't be read: it is ${reason}.`, {
    hint: 'Unpack the archive with the tool that made it, and load the files.',
  });
}
