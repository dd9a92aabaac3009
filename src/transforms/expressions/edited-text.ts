/** One part of a text that another takes the place of. */
export interface TextEdit {
  readonly start: number;
  /** Not before `start`; the same: something is put in. */
  readonly end: number;
  readonly text: string;
}

/** A text after edits, which knows where its parts come from. */
export interface EditedText {
  readonly text: string;
  /** Where in the original the character at a place of the text stands, or the start of what was replaced by it. */
  readonly originOf: (at: number) => number;
}

/**
 * Edits a text.
 *
 * @param edits - In any order; one that lies within another is left out, and of those at one place, what is put in comes first.
 */
export function editedText(original: string, edits: readonly TextEdit[]): EditedText {
  const pieces: Piece[] = [];
  let text = '';
  let done = 0;
  const inOrder = edits.toSorted((one, other) => one.start - other.start || one.end - other.end);
  for (const edit of inOrder) {
    if (edit.start < done) continue;
    pieces.push({ at: text.length, from: done, isOwn: true });
    text += original.slice(done, edit.start);
    pieces.push({ at: text.length, from: edit.start, isOwn: false });
    text += edit.text;
    done = edit.end;
  }
  pieces.push({ at: text.length, from: done, isOwn: true });
  text += original.slice(done);
  return { text, originOf: (at) => originIn(pieces, at) };
}

interface Piece {
  /** Where it begins in the edited text, and what it begins with in the original. */
  readonly at: number;
  readonly from: number;
  /** It is the original's, character by character. */
  readonly isOwn: boolean;
}

function originIn(pieces: readonly Piece[], at: number): number {
  const piece = pieces.findLast((candidate) => candidate.at <= at);
  if (piece === undefined) return 0;
  return piece.isOwn ? piece.from + at - piece.at : piece.from;
}
