/** An expression of the Common Expression Language (CEL), as it was written: https://cel.dev */
export interface Expression {
  readonly text: string;
  /** Where it was written, for messages: `orders.sluice.yaml:12:10`, or `--where`. */
  readonly place: string;
}
