import type { Target, ViewName } from '../view.ts';
import { type Spot, findRow } from './cursor.ts';
import type { Lists } from './lists.ts';
import type { State, Visit } from './state.ts';
import { sameTarget } from './target.ts';

/** A view of the number row as it was left: its filter, its order, and the row under the cursor, to be found again. */
export interface Left {
  readonly visit: Visit;
  /** Absent where there was no row. */
  readonly spot?: Spot;
}

/** The state that remembers the view of the number row that was left with a change, if one was. */
export function withLeft(before: State, after: State, lists: Lists): State {
  const visit = before.stack[1];
  if (visit === undefined || before.report === undefined || sameTarget(visit.target, after.stack[1]?.target)) return after;
  // One dump, or the help for a view, has no key of its own.
  const { view } = visit.target;
  if (!sameTarget(visit.target, { view } as Target)) return after;
  const list = lists.list(before, visit, 'main');
  const row = list.row(visit.cursor);
  const spot = list.count === 0 ? {} : { spot: { key: list.rows.key(row), row } };
  return { ...after, left: new Map(after.left).set(view, { visit, ...spot }) };
}

/** The state in which a view of the number row is in front as it was left; undefined where it was not open yet. */
export function backTo(state: State, root: Visit, view: ViewName, lists: Lists): State | undefined {
  const left = state.left.get(view);
  if (left === undefined) return undefined;
  const { visit, spot } = left;
  const shown: State = { ...state, stack: [root, visit], focus: 0 };
  if (spot === undefined) return shown;
  const list = lists.list(shown, visit, 'main');
  const cursor = list.position(findRow(list.rows, spot) ?? spot.row);
  return { ...shown, stack: [root, { ...visit, cursor, top: Math.max(0, cursor - (visit.cursor - visit.top)) }] };
}
