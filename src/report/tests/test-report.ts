/** How the examples of pipeline files came out; `--json` prints exactly this. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly examples: readonly ExampleReport[];
}

/** How one example came out. */
export interface ExampleReport {
  /** The pipeline file, as typed. */
  readonly file: string;
  readonly name: string;
  /** Where it is written: `orders.sluice.yaml:31:5`. */
  readonly place: string;
  readonly ok: boolean;
  /** None when it is ok. */
  readonly differences: readonly Difference[];
}

/** One thing that is not as it was to be. */
export interface Difference {
  /** Such as `row 2, price`. */
  readonly where: string;
  /** As text; null: nothing was. */
  readonly expected: string | null;
  /** As text; null: there is nothing. */
  readonly got: string | null;
}
