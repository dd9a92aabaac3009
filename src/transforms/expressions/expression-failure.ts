/** Why an expression has no outcome for a record, in words that name no value: they are counted. */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure';
}
