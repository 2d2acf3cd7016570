import { ERASE_REST, RESET_STYLE, eraseColumns, freshRow, toPlace } from './sequences.ts';

/** A text with its styles, from a column of the screen on, counted from 0. */
export interface Piece {
  readonly column: number;
  readonly text: string;
}

/** One row of a frame: its pieces from the left, each no wider than the room up to the next one. */
export type FrameRow = readonly Piece[];

const NOTHING: FrameRow = [];

// oxlint-disable-next-line no-control-regex -- sequences are the subject
const STYLES = /\u001b\[[\d;:]*m/g;

/**
 * What makes one row of the screen into another: the pieces that are not there yet, each at its place. Empty where all of them are.
 *
 * @param asWritten Makes of a text what the terminal may get.
 */
export function rowChanges(
  row: number,
  shown: FrameRow = NOTHING,
  next: FrameRow = NOTHING,
  asWritten: (text: string) => string = (text) => text,
): string {
  if (shown === next) return '';
  // With other panes nothing stays where it was.
  const same = sameColumns(shown, next);
  let changes = same ? '' : freshRow(row);
  /** The column that the terminal may have come to with what is written here. */
  let reach = 0;
  for (const [at, piece] of next.entries()) {
    const { column } = piece;
    // Shown again where the piece before may have run over it.
    if (piece.text === (same ? (shown[at]?.text ?? '') : '') && reach <= column) continue;
    const text = asWritten(piece.text);
    // Erased before it is written: afterwards that would take the last column of a full row.
    const end = next[at + 1]?.column;
    const erase = end === undefined || reach > end ? ERASE_REST : eraseColumns(end - column);
    if (same) changes += toPlace(row, column) + erase + styled(text);
    else changes += (column === 0 ? '' : toPlace(row, column)) + (reach > column ? ERASE_REST : '') + styled(text);
    reach = Math.max(reach, column + mostColumns(text));
  }
  return changes;
}

function sameColumns(a: FrameRow, b: FrameRow): boolean {
  return a.length === b.length && a.every(({ column }, at) => column === b[at]?.column);
}

/** A style ends with its piece. */
function styled(text: string): string {
  return text.includes('\u001b') ? text + RESET_STYLE : text;
}

/**
 * The columns that a terminal may take for a text: of what is not ASCII, our own marks among it, terminals do not agree how wide it is, and two columns
 * is the most.
 */
function mostColumns(text: string): number {
  let columns = 0;
  for (const character of text.replaceAll(STYLES, '')) columns += character <= '\u007e' ? 1 : 2;
  return columns;
}
