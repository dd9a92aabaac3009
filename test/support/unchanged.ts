/** What the account of a source has besides, when no pipeline has changed its records. */
export const unchanged = { filtered: 0, expanded: 0, replaced: new Map<string, number>() };
