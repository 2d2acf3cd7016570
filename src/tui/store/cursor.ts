import type { Rows } from '../view.ts';
import type { List } from './list.ts';
import type { Visit } from './state.ts';

/** Where the cursor comes to by so many positions, at the ends at the latest. */
export function moveCursor(list: List, from: number, by: number, height: number): number {
  const to = clamp(from + by, list.count);
  return nearestSelectable(list, to, by < 0 ? -1 : 1, height);
}

/**
 * The position that the cursor may stand on, from `at` on in one direction, else in the other one. Where all within a screen's height may not be
 * stood on the cursor goes there nevertheless: what cannot be scrolled to cannot be read.
 */
export function nearestSelectable(list: List, at: number, direction: -1 | 1, height: number): number {
  const { selectable } = list.rows;
  if (selectable === undefined || list.count === 0) return clamp(at, list.count);
  for (const step of [direction, -direction]) {
    for (let i = 0; i < height; i++) {
      const position = at + i * step;
      if (position < 0 || position >= list.count) break;
      if (selectable(list.row(position))) return position;
    }
  }
  return clamp(at, list.count);
}

/** A visit whose cursor is on a row and whose cursor is on the screen. */
export function withinScreen(list: List, visit: Visit, height: number): Visit {
  const cursor = nearestSelectable(list, clamp(visit.cursor, list.count), 1, height);
  const last = Math.max(0, list.count - height);
  let top = Math.max(0, Math.min(visit.top, cursor, last));
  if (cursor >= top + height) top = cursor - height + 1;
  // What stands above the first row that can be stood on, and below the last one, would never be seen.
  if (cursor < height && !anySelectable(list, 0, cursor)) top = 0;
  if (cursor >= last && !anySelectable(list, cursor + 1, list.count)) top = last;
  return cursor === visit.cursor && top === visit.top ? visit : { ...visit, cursor, top };
}

function anySelectable({ rows: { selectable }, row }: List, from: number, to: number): boolean {
  if (selectable === undefined) return from < to;
  for (let position = from; position < to; position++) if (selectable(row(position))) return true;
  return false;
}

/** Where the row at a position of one list stands in another one of the same view: sorted, folded or filtered otherwise, or of another report. */
export function followRow(from: List, to: List, position: number): number {
  if (from.count === 0 || to.count === 0) return 0;
  const row = from.row(position);
  if (from.rows === to.rows) return to.position(row);
  const first = findRow(to.rows, { key: from.rows.key(row), row });
  if (first === undefined) return to.position(row);
  // A paragraph may have been folded to another number of rows.
  const [was, is] = [runAt(from.rows, row), runAt(to.rows, first)];
  const [lines, there] = [was.last - was.first, is.last - is.first];
  return to.position(is.first + (lines === 0 ? 0 : Math.round(((row - was.first) * there) / lines)));
}

/** A row, to be found again in rows that were made anew. */
export interface Spot {
  readonly key: string;
  /** Where it was. */
  readonly row: number;
}

/** A row that is what was at a spot: that of the same number where it can be, else the first; undefined where there is none any more. */
export function findRow(rows: Rows, { key, row }: Spot): number | undefined {
  if (row < rows.count && rows.key(row) === key) return row;
  if (rows.rowOf !== undefined) return rows.rowOf(key);
  for (let at = 0; at < rows.count; at++) if (rows.key(at) === key) return at;
  return undefined;
}

/** The rows that are of the same thing as one is. */
function runAt(rows: Rows, row: number): { readonly first: number; readonly last: number } {
  const key = rows.key(row);
  let first = row;
  while (first > 0 && rows.key(first - 1) === key) first -= 1;
  let last = row;
  while (last + 1 < rows.count && rows.key(last + 1) === key) last += 1;
  return { first, last };
}

/** Where the cursor stands in a view that has just been opened: at the line that its target names. Undefined while that is not there. */
export function firstCursor(list: List, { target }: Visit): number | undefined {
  if (target.view !== 'file' || target.line === undefined) return 0;
  // The lines of a file ascend, and it may have a million of them. Rows that are no line, of a file that cannot be read, come after all lines.
  let low = 0;
  let high = list.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { firstLine, lastLine = firstLine } = list.rows.place?.(list.row(middle)) ?? {};
    if (lastLine !== undefined && lastLine < target.line) low = middle + 1;
    else high = middle;
  }
  return low < list.count && list.rows.place?.(list.row(low))?.firstLine !== undefined ? low : undefined;
}

function clamp(position: number, count: number): number {
  return Math.max(0, Math.min(position, count - 1));
}
