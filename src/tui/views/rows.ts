import type { Citation } from '../../evidence/citation.ts';
import type { Role, StyledLine } from '../styled.ts';
import { cutLine } from '../text/cut.ts';
import { fold } from '../text/fold.ts';
import type { Rows, Target } from '../view.ts';

/** One row with all that the contract may ask of it. */
export interface Row {
  readonly line: StyledLine;
  readonly target?: Target | undefined;
  readonly place?: Citation | undefined;
  readonly quote?: string | undefined;
  /** What a filter looks at, where that is not the text of the line. */
  readonly haystack?: string;
  /** The cursor passes over it: an empty line, a heading in a list. */
  readonly still?: boolean;
}

/** Rows that stand together and are made one by one, when they are asked for. */
export interface Block {
  readonly count: number;
  readonly row: (at: number) => Row;
  /** What a filter looks at, without the making of the row. */
  readonly haystack?: (at: number) => string;
}

export const EMPTY: Row = { line: [], still: true };

/** A block of rows that are there already. */
export function block(rows: readonly Row[]): Block {
  return { count: rows.length, row: (at) => rows[at] ?? EMPTY };
}

/** One row without anything behind it. */
export function textRow(text: string, role?: Role, over: Omit<Row, 'line'> = {}): Row {
  return { line: [role === undefined ? { text } : { text, role }], ...over };
}

/** Columns of a paragraph at most: longer lines are hard to read. */
const READABLE = 100;

/** A text folded to a width, to what is readable at most, a row a line; all of them lead where `over` leads. */
export function prose(
  text: string,
  width: number,
  { first = '', rest, role, ...over }: Omit<Row, 'line'> & { readonly first?: string; readonly rest?: string; readonly role?: Role } = {},
): Row[] {
  return fold(text, Math.min(width, READABLE), first, rest).map((line) => textRow(line, role, over));
}

/**
 * The rows of a view: blocks one after the other. Every line that leaves here is safe to show and no wider than the pane.
 */
export function rowsOf(blocks: readonly Block[], width: number, head: readonly StyledLine[] = []): Rows {
  const kept = blocks.filter(({ count }) => count > 0);
  const starts: number[] = [];
  let count = 0;
  for (const one of kept) {
    starts.push(count);
    count += one.count;
  }
  const find = (at: number): { readonly block: Block; readonly at: number } | undefined => {
    if (at < 0 || at >= count) return undefined;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const found = kept[low];
    return found === undefined ? undefined : { block: found, at: at - (starts[low] ?? 0) };
  };
  // A row is asked for its line, its target and its place one after the other: it is made once.
  let last: { readonly at: number; readonly row: Row } | undefined;
  const rowAt = (at: number): Row => {
    if (last?.at === at) return last.row;
    const found = find(at);
    last = { at, row: found === undefined ? EMPTY : found.block.row(found.at) };
    return last.row;
  };
  return {
    head: head.map((line) => cutLine(line, width)),
    count,
    line: (at) => cutLine(rowAt(at).line, width),
    target: (at) => rowAt(at).target,
    place: (at) => rowAt(at).place,
    quote: (at) => rowAt(at).quote,
    haystack: (at) => {
      const found = find(at);
      const made = found?.block.haystack?.(found.at) ?? rowAt(at).haystack;
      return made ?? plain(rowAt(at).line).toLowerCase();
    },
    selectable: (at) => {
      const found = find(at);
      // What is made lazily is a list, whose rows one stands on.
      if (found?.block.haystack !== undefined) return true;
      return rowAt(at).still !== true;
    },
  };
}

/** The text of a line. */
export function plain(line: StyledLine): string {
  return line.map(({ text }) => text).join('');
}
