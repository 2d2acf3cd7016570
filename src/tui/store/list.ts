import type { Reading, Rows } from '../view.ts';
import { type Filter, parseFilter } from './filter.ts';
import { lineText } from './line-text.ts';

/** The rows of a view that a filter leaves, by their position from 0. */
export interface List {
  readonly rows: Rows;
  readonly count: number;
  /** The row at a position. */
  readonly row: (position: number) => number;
  /** Position of a row; of the next one that is left where it is not, and the last one at the end. 0 where nothing is left. */
  readonly position: (row: number) => number;
  /** Whether the row is one that the filter looks for; false without a filter. */
  readonly hit: (row: number) => boolean;
  /** How many rows the filter looks for. */
  readonly hits: () => number;
  readonly filter?: Filter;
}

/**
 * @param reading Of a text the filter hides nothing: it finds rows in it.
 * @param haystacks What has been looked at before of these rows; added to.
 */
export function makeList(rows: Rows, typed: string, reading: Reading, haystacks: string[] = []): List {
  const filter = parseFilter(typed);
  const whole = {
    rows,
    count: rows.count,
    row: (position: number) => position,
    position: (row: number) => Math.max(0, Math.min(row, rows.count - 1)),
  };
  if (filter === undefined) return { ...whole, hit: () => false, hits: () => 0 };
  const hit = (row: number) => filter.problem === undefined && filter.matches((haystacks[row] ??= haystack(rows, row)));
  if (reading === 'text' || filter.problem !== undefined) {
    // Counted when it is asked for, once: a file may have a million lines.
    let found: number | undefined;
    return { ...whole, hit, filter, hits: () => (found ??= countHits(rows.count, hit)) };
  }
  const left = new Uint32Array(rows.count);
  let count = 0;
  for (let row = 0; row < rows.count; row++) if (hit(row)) left[count++] = row;
  const visible = left.subarray(0, count);
  return {
    rows,
    count,
    filter,
    hit,
    hits: () => count,
    row: (position) => visible[position] ?? 0,
    position: (row) => Math.max(0, Math.min(firstFrom(visible, row), count - 1)),
  };
}

function countHits(count: number, hit: (row: number) => boolean): number {
  let found = 0;
  for (let row = 0; row < count; row++) if (hit(row)) found++;
  return found;
}

/** What a filter looks at in a row. */
export function haystack(rows: Rows, row: number): string {
  return rows.haystack?.(row) ?? lineText(rows.line(row)).toLowerCase();
}

/** The first place in ascending numbers whose number is at least `wanted`. */
function firstFrom(numbers: Uint32Array, wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
