/** Bytes with a view that reads four of them at once, wherever they stand: several times as fast as one by one. */
export interface ViewedBytes {
  readonly bytes: Buffer;
  /** Of the same bytes. */
  readonly view: DataView;
}

/** Looks at all of a buffer. */
export function viewed(bytes: Buffer): ViewedBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}
