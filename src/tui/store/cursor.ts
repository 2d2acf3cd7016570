import type { Rows } from '../view.ts';
import type { List } from './list.ts';
import type { Visit } from './state.ts';
import { sameTarget } from './target.ts';

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

/** Where the row at a position of one list stands in another one of the same view: sorted, folded or filtered otherwise. */
export function followRow(from: List, to: List, position: number): number {
  if (from.count === 0 || to.count === 0) return 0;
  const row = from.row(position);
  if (from.rows === to.rows) return to.position(row);
  const same = sameRow(from.rows, row, to.rows);
  const scaled = Math.round((row * to.rows.count) / from.rows.count);
  if (same === undefined) return to.position(from.rows.count === to.rows.count ? row : scaled);
  const maybe = looksAlike(from.rows, row, to.rows);
  let best: number | undefined;
  for (let at = 0; at < to.rows.count; at++)
    if (maybe(at) && same(at) && (best === undefined || Math.abs(at - scaled) < Math.abs(best - scaled))) best = at;
  return to.position(best ?? scaled);
}

/** More rows than these are not made for a comparison. */
const MANY = 2000;

/** In a long list, whether a row can be the same one by what a filter looks at: that costs less than the making of the row. */
function looksAlike(rows: Rows, row: number, others: Rows): (at: number) => boolean {
  const haystack = others.count > MANY ? rows.haystack?.(row) : undefined;
  return haystack === undefined ? () => true : (at) => others.haystack?.(at) === haystack;
}

/** Tells the row of other rows that leads to the same place, or else is about the same lines; undefined for a row that has neither. */
function sameRow(rows: Rows, row: number, others: Rows): ((at: number) => boolean) | undefined {
  const target = rows.target?.(row);
  if (target !== undefined) return (at) => sameTarget(others.target?.(at), target);
  const place = rows.place?.(row);
  if (place === undefined) return undefined;
  return (at) => {
    const other = others.place?.(at);
    return other !== undefined && other.path === place.path && other.firstLine === place.firstLine && other.lastLine === place.lastLine;
  };
}

/** Where the cursor stands in a view that has just been opened: at the line that its target names. Undefined while that is not there. */
export function firstCursor(list: List, { target }: Visit): number | undefined {
  if (target.view !== 'file' || target.line === undefined) return 0;
  let next: number | undefined;
  for (let position = 0; position < list.count; position++) {
    const { firstLine, lastLine = firstLine } = list.rows.place?.(list.row(position)) ?? {};
    if (firstLine === undefined || lastLine === undefined || lastLine < target.line) continue;
    if (firstLine <= target.line) return position;
    next ??= position;
  }
  return next;
}

function clamp(position: number, count: number): number {
  return Math.max(0, Math.min(position, count - 1));
}
