/** What tells one version of a source's bytes from another. */
export interface Fingerprint {
  /** Bytes of the original, as it is stored or sent; null where a server doesn't tell. */
  readonly size: number | null;
  /** When the original was last changed, in whole milliseconds since 1970; null where that does not count. */
  readonly modifiedMs: number | null;
  /**
   * `ends:` and the SHA-256 of its first and last 64 KiB, `sha256:` and that of all its bytes, or `etag:` and what the
   * server calls this version.
   */
  readonly hash: string;
}

/** How a fingerprint is taken: of a source's ends, or of all its bytes. */
export type FingerprintKind = 'quick' | 'sha256';

/** Whether two fingerprints are those of the same bytes. */
export function isSameFingerprint(one: Fingerprint, other: Fingerprint): boolean {
  return one.size === other.size && one.modifiedMs === other.modifiedMs && one.hash === other.hash;
}
