/** Tells the advisory locks of the ledger from those of others: `sluice` in ASCII. */
export const LEDGER_KEY = 0x73_6c_75_69_63_65;
