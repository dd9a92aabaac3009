/** Steps on whole records, as a pipeline asks for them. */
import type { Expression } from './expression.js';

/** A step that gives records another shape. */
export type ShapeStepPlan =
  /** One record for each element of a list, which takes the list's place. */
  | {
      readonly kind: 'explode';
      readonly field: string;
      /** What becomes of a record whose list is empty, NULL or not there: it is filtered, or stays with NULL. */
      readonly empty: 'filter' | 'keep';
    }
  /** The members of an object in a field become fields of their own: `city` of `address` is `address_city`. */
  | { readonly kind: 'flatten'; readonly field: string };

/** A step on records whose columns are made. */
export type RecordStepPlan =
  | { readonly kind: 'where'; readonly expr: Expression }
  /** Of the records with one key the first stays; the others are filtered. */
  | {
      readonly kind: 'dedupe';
      readonly key: readonly string[];
      /** Where it is written, for messages. */
      readonly place: string;
    }
  /** So many records stay; then reading ends. */
  | { readonly kind: 'limit'; readonly count: number }
  /** So many records are filtered at first. */
  | { readonly kind: 'skip'; readonly count: number }
  /** Each record stays with the same probability (0 to 1), which a seed and the record's place decide. */
  | { readonly kind: 'sample'; readonly rate: number; readonly seed: number };
