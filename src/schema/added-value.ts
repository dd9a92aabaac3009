/** Where the value of a column comes from that `--add-column` fills: the input, the record's line, the run, or a text. */
export type AddedValue =
  { readonly kind: 'file' | 'line' | 'loaded_at' } | { readonly kind: 'text'; readonly text: string };
