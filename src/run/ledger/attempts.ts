/** What one attempt at a load leaves for the next one of the same process. */
export interface Attempts {
  /** It had locked its sources: what still holds them is a connection that the server has not missed yet. */
  hadLocks: boolean;
  /** The runs in the ledger that were attempts at it. */
  readonly runs: number[];
}
