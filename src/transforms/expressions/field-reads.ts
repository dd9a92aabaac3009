import type { ASTNode } from '@marcbachmann/cel-js';
import { CONVERSIONS } from './conversion-names.js';

/** One place of an expression at which it reads a field of the record. */
export interface FieldRead {
  readonly name: string;
  /** The part of the text that stands for the field: `amount`, `record.amount`, `record["Order ID"]`. */
  readonly start: number;
  readonly end: number;
  /** It is read by the map of all fields, so it must be one. */
  readonly byRecord: boolean;
  /** The part is `has(record.amount)`, which asks whether the field is not NULL. */
  readonly isHas: boolean;
}

/** What a macro does for each element of a list, or with a name that it binds. */
export interface MacroBody {
  /** The macro's name. */
  readonly macro: string;
  /** Where the argument before it ends, and where it ends itself, without brackets around them. */
  readonly after: number;
  readonly end: number;
  /** Where the call ends. */
  readonly callEnd: number;
}

/** What an expression has, as far as its text is to be read in another way than CEL does. */
export interface ExpressionParts {
  /** In the order of the text. */
  readonly reads: readonly FieldRead[];
  /** It uses the map of all fields otherwise than for one of a constant name. */
  readonly readsRecord: boolean;
  readonly bodies: readonly MacroBody[];
  readonly ternaries: readonly Ternary[];
  /** The functions that it calls, other than as methods. */
  readonly calls: ReadonlySet<string>;
  /** The calls of those that give NULL for NULL, though they have a type. */
  readonly conversions: readonly Pick<ASTNode, 'start' | 'end'>[];
}

/** A choice: `a ? b : c`. */
export interface Ternary {
  readonly start: number;
  readonly branches: readonly ASTNode[];
}

/** The map of all fields of a record, in expressions. */
export const RECORD = 'record';

/** Finds in an expression what it reads, by its syntax tree. Names that a macro binds are no fields. */
export function expressionParts(root: ASTNode): ExpressionParts {
  const walk: Walk = { reads: [], readsRecord: false, bodies: [], ternaries: [], calls: new Set(), conversions: [] };
  visit(root, new Set(), walk);
  walk.reads.sort((one, other) => one.start - other.start);
  return walk;
}

interface Walk {
  readonly reads: FieldRead[];
  readsRecord: boolean;
  readonly bodies: MacroBody[];
  readonly ternaries: Ternary[];
  readonly calls: Set<string>;
  readonly conversions: Pick<ASTNode, 'start' | 'end'>[];
}

/** The names that macros have bound around a node. */
type Bound = ReadonlySet<string>;

function visit(node: ASTNode, bound: Bound, walk: Walk): void {
  const field = fieldOf(node, bound);
  if (field !== null) walk.reads.push({ ...field, start: node.start, end: node.end });
  else if (isRecord(node, bound)) walk.readsRecord = true;
  else if (node.op === 'rcall' && bodiesFrom(node) > 0) visitMacro(node, bound, walk);
  else {
    if (node.op === '?:') walk.ternaries.push({ start: node.start, branches: [node.args[1], node.args[2]] });
    if (node.op === 'call') noteCall(node, walk);
    for (const child of childrenOf(node)) visit(child, bound, walk);
  }
}

function noteCall({ start, end, args: [name] }: ASTNode & { op: 'call' }, { calls, conversions }: Walk): void {
  calls.add(name);
  if (CONVERSIONS.has(name)) conversions.push({ start, end });
}

function visitMacro(node: ASTNode & { op: 'rcall' }, bound: Bound, walk: Walk): void {
  const [name, receiver, args] = node.args;
  const first = bodiesFrom(node);
  // `cel` is no field here, but the namespace of `bind`.
  if (name !== 'bind') visit(receiver, bound, walk);
  const [variable] = args;
  const inner = variable.op === 'id' ? new Set([...bound, variable.args]) : bound;
  for (let index = 1; index < args.length; index++) {
    walk.bodies.push({ macro: name, after: args[index - 1].end, end: args[index].end, callEnd: node.end });
    visit(args[index], index < first ? bound : inner, walk);
  }
}

/** From which argument of a macro on the name that it binds is known; 0: the call is no macro. */
function bodiesFrom({ args: [name, receiver, args] }: ASTNode & { op: 'rcall' }): number {
  if (name === 'bind') return receiver.op === 'id' && receiver.args === 'cel' && args.length === 3 ? 2 : 0;
  const counts = macros.get(name);
  return counts?.includes(args.length) === true ? 1 : 0;
}

/** The macros over lists and maps, with the numbers of arguments that they take. */
const macros: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['filter', [2]],
  ['map', [2, 3]],
]);

type NamedField = Pick<FieldRead, 'name' | 'byRecord' | 'isHas'>;

function fieldOf(node: ASTNode, bound: Bound): NamedField | null {
  switch (node.op) {
    case 'id':
      return node.args === RECORD || bound.has(node.args) ? null : { name: node.args, byRecord: false, isHas: false };
    case '.':
      return isRecord(node.args[0], bound) ? { name: node.args[1], byRecord: true, isHas: false } : null;
    case '[]':
      return isRecord(node.args[0], bound) ? keyOf(node.args[1]) : null;
    case 'call':
      return hasField(node.args, bound);
    default:
      return null;
  }
}

function keyOf(key: ASTNode): NamedField | null {
  return key.op === 'value' && typeof key.args === 'string' ? { name: key.args, byRecord: true, isHas: false } : null;
}

function hasField([name, args]: [string, ASTNode[]], bound: Bound): NamedField | null {
  if (name !== 'has' || args.length !== 1 || args[0].op !== '.') return null;
  const field = fieldOf(args[0], bound);
  return field === null ? null : { ...field, isHas: true };
}

function isRecord(node: ASTNode, bound: Bound): boolean {
  return node.op === 'id' && node.args === RECORD && !bound.has(RECORD);
}

/** The nodes below one, in the order of the text. */
function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}
