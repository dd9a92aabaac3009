import { BatchRewriter } from '../../../batch/batch-rewriter.js';
import { NULL_START, type Batch } from '../../../batch/batch.js';
import type { FaultKind } from '../../../batch/faults.js';
import type { ScopeField } from '../scope.js';
import type { Task, Workbench } from '../task.js';
import { JsonField } from './json-field.js';
import { listElements, OPEN_LIST, SpanList } from './json-scan.js';
import { longListKind, noListKind } from './shape-kinds.js';
import type { ShapeTally } from './shape-tally.js';

/** What is exploded. */
export interface Explosion {
  /** Its name. */
  readonly name: string;
  readonly field: ScopeField;
  /** What becomes of a record whose list is empty, NULL or not there. */
  readonly empty: 'filter' | 'keep';
  /** Takes note of the elements; null: nobody asks. */
  readonly tally: ShapeTally | null;
}

/**
 * Makes of each record one for each element of a list, which is JSON text in a field: the element takes its place. All of
 * them have the place of the record, and stay in its batch.
 */
export class ExplodeTask implements Task {
  readonly #explosion: Explosion;
  readonly #bench: Workbench;
  readonly #json: JsonField;
  readonly #elements = new SpanList();
  readonly #rewriter = new BatchRewriter();
  readonly #noList: FaultKind;
  readonly #tooLong: FaultKind;

  constructor(explosion: Explosion, bench: Workbench) {
    this.#explosion = explosion;
    this.#bench = bench;
    this.#json = new JsonField(explosion.field, bench);
    this.#noList = noListKind(explosion.name);
    this.#tooLong = longListKind(explosion.name);
  }

  run(batch: Batch): void {
    const { faults, tally } = this.#bench;
    this.#elements.truncate();
    const lists = Array.from({ length: batch.recordCount }, (_, record): List => {
      const first = this.#elements.count;
      return { first, rows: this.#rowsOf(batch, record) };
    });
    const left = lists.filter(({ rows }, record) => rows > 0 && !faults.hasFellow(record));
    tally.filtered += faults.settle((record) => lists[record].rows !== 0);
    const total = left.reduce((sum, { rows }) => sum + rows, 0);
    tally.expanded += total - left.length;
    if (total > left.length) this.#expand(batch, left, total);
    this.#fill(batch, left);
  }

  /** How many rows a record becomes: 0, it is filtered; -1, it is rejected. */
  #rowsOf(batch: Batch, record: number): number {
    const before = this.#elements.count;
    const span = this.#json.of(batch, record);
    if (span === null) return this.#emptyRows();
    if (span === undefined || batch.bytes[span.start] !== OPEN_LIST) return this.#fault(record, this.#noList, batch);
    listElements(batch.bytes, span.start, span.end, this.#elements);
    const count = this.#elements.count - before;
    if (count === 0) return this.#emptyRows();
    if (count * batch.width <= MAX_FIELDS) return count;
    this.#elements.truncate(before);
    return this.#fault(record, this.#tooLong, batch);
  }

  #emptyRows(): number {
    if (this.#explosion.empty === 'filter') return 0;
    this.#elements.push(NULL_START, NULL_START);
    return 1;
  }

  #fault(record: number, kind: FaultKind, batch: Batch): number {
    this.#bench.faults.add(record, kind, this.#json.textOf(batch, record));
    return -1;
  }

  /** The rows share the bytes of their record. */
  #expand(batch: Batch, lists: readonly List[], total: number): void {
    this.#rewriter.begin(batch, total);
    for (const [record, { rows }] of lists.entries()) for (let row = 0; row < rows; row++) this.#rewriter.row(record);
    this.#rewriter.end();
  }

  /** Gives each row its element. */
  #fill(batch: Batch, lists: readonly List[]): void {
    const { slot } = this.#explosion.field;
    let target = slot;
    for (const { first, rows } of lists) {
      for (let element = first; element < first + rows; element++, target += batch.width) {
        this.#put(target, element, batch.bytes);
      }
    }
  }

  #put(target: number, element: number, bytes: Buffer): void {
    const { writer } = this.#bench;
    const { name, tally } = this.#explosion;
    const start = this.#elements.start(element);
    if (start === NULL_START || bytes[start] === SMALL_N) writer.null(target);
    else writer.span(target, start, this.#elements.end(element));
    if (start !== NULL_START) tally?.note(name, bytes[start]);
  }
}

/** The list of one record: its first element, and how many rows the record becomes. */
interface List {
  readonly first: number;
  readonly rows: number;
}

/** `null` is NULL. */
const SMALL_N = 0x6e;

/** All rows of a record are in memory together: some 80 MB of them. */
const MAX_FIELDS = 8_000_000;
