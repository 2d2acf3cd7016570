import type { Citation } from '../../evidence/citation.ts';
import type { Role, StyledLine } from '../styled.ts';
import { cutLine } from '../text/cut.ts';
import { fold } from '../text/fold.ts';
import type { Rows, Target } from '../view.ts';

/** One row with all that the contract may ask of it. */
export interface Row {
  readonly line: StyledLine;
  /** What the row is, as `Rows` asks for it; that of its paragraph, by where it stands among the others, where absent. */
  readonly key?: string;
  /** The paragraph that it is a line of; a paragraph of its own where absent. */
  readonly paragraph?: object;
  readonly target?: Target | undefined;
  readonly place?: Citation | undefined;
  readonly quote?: string | undefined;
  /** It stands for goroutines that are folded away. */
  readonly folded?: true;
  /** What a filter looks at, where that is not the text of the line. */
  readonly haystack?: string;
  /** The cursor passes over it: an empty line, a heading in a list. */
  readonly still?: boolean;
}

/** Rows that stand together and are made one by one, when they are asked for. */
export interface Block {
  readonly count: number;
  readonly row: (at: number) => Row;
  /** What each row is, without the making of the row. */
  readonly key: (at: number) => string;
  /** The row with a key, where that is found faster than by looking at every row. */
  readonly rowOf?: (key: string) => number | undefined;
  /** What a filter looks at, without the making of the row. */
  readonly haystack?: (at: number) => string;
}

export const EMPTY: Row = { line: [], still: true };

/**
 * A block of rows that are there already.
 *
 * @param name Tells the block from others of the view, where its rows have no keys of their own.
 */
export function block(rows: readonly Row[], name = ''): Block {
  let keys: readonly string[] | undefined;
  return {
    count: rows.length,
    row: (at) => rows[at] ?? EMPTY,
    key: (at) => (keys ??= keysOf(rows, name))[at] ?? '',
  };
}

/** The rows of one thing among others, which stay apart from theirs wherever they stand. */
export function keyed(name: string, rows: readonly Row[]): Row[] {
  const keys = keysOf(rows, name);
  return rows.map((row, at) => ({ ...row, key: keys[at] ?? name }));
}

function keysOf(rows: readonly Row[], name: string): readonly string[] {
  let number = 0;
  return rows.map(({ key, paragraph }, at) => {
    if (at > 0 && (paragraph === undefined || paragraph !== rows[at - 1]?.paragraph)) number += 1;
    return key ?? `${name}¶${number}`;
  });
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
  const paragraph = {};
  return fold(text, Math.min(width, READABLE), first, rest).map((line) => textRow(line, role, { paragraph, ...over }));
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
    key: (at) => {
      const found = find(at);
      return found === undefined ? '' : found.block.key(found.at);
    },
    rowOf: (key) => {
      for (const [i, one] of kept.entries()) {
        const at = one.rowOf === undefined ? firstOf(one, key) : one.rowOf(key);
        if (at !== undefined) return at + (starts[i] ?? 0);
      }
      return undefined;
    },
    line: (at) => cutLine(rowAt(at).line, width),
    target: (at) => rowAt(at).target,
    folded: (at) => rowAt(at).folded === true,
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

function firstOf({ count, key }: Block, wanted: string): number | undefined {
  for (let at = 0; at < count; at++) if (key(at) === wanted) return at;
  return undefined;
}

/** The text of a line. */
export function plain(line: StyledLine): string {
  return line.map(({ text }) => text).join('');
}
