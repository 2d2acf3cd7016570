import type { Report } from '../../report/report.ts';
import type { Citation } from '../../evidence/citation.ts';
import { citedLines } from '../views/places.ts';
import type { Focused } from './focus.ts';
import { front, withVisit } from './focus.ts';
import type { List } from './list.ts';
import type { Lists } from './lists.ts';
import { opened } from './settle.ts';
import type { State, Visit } from './state.ts';

/**
 * The state at the next finding: in the page of a finding that of the next one, elsewhere the next row where something begins that a finding cites, or that
 * leads to a finding. Undefined where there is none in this direction.
 */
export function nextFinding(state: State, here: Focused, by: -1 | 1, lists: Lists): State | undefined {
  const { report } = state;
  if (report === undefined) return undefined;
  const { visit, list, pane } = here;
  if (visit.target.view === 'finding') {
    const { id } = visit.target;
    const next = report.findings[report.findings.findIndex((one) => one.id === id) + by];
    if (next === undefined) return undefined;
    if (pane !== 'main') return besideNext(state, next.id, by, lists);
    return withVisit(state, pane, opened(lists, state, { view: 'finding', id: next.id }, pane));
  }
  const begins = beginningsIn(report);
  for (let position = visit.cursor + by; position >= 0 && position < list.count; position += by) {
    const row = list.row(position);
    if (isStop(list, row, visit, begins) && (list.rows.selectable?.(row) ?? true))
      return withVisit(state, pane, { ...visit, cursor: position });
  }
  return undefined;
}

/** The pane beside shows what stands under the cursor: the cursor goes to the row of the next finding, and the pane follows. */
function besideNext(state: State, id: string, by: -1 | 1, lists: Lists): State {
  const main = front(state);
  const list = lists.list(state, main, 'main');
  const leads = (position: number): boolean => {
    const target = list.rows.target?.(list.row(position));
    return target?.view === 'finding' && target.id === id;
  };
  for (let step = 1; step < list.count; step++) {
    const cursor = (main.cursor + step * by + list.count) % list.count;
    if (leads(cursor)) return withVisit(state, 'main', { ...main, cursor });
  }
  return { ...state, message: { text: `${id} is not in the list beside: tab goes there`, tone: 'plain' } };
}

/**
 * A row where something begins: the first one of its thing, and in a file the first line of what is cited. Lines of a file lead to their finding, all of
 * those that it cites.
 */
function isStop({ rows }: List, row: number, { target }: Visit, begins: (place: Citation | undefined) => boolean): boolean {
  const leads = target.view !== 'file' && rows.target?.(row)?.view === 'finding';
  const place = rows.place?.(row);
  if (!leads && !begins(place)) return false;
  if (row === 0) return true;
  if (rows.key(row - 1) === rows.key(row)) return false;
  // The rows of an excerpt are all about one place.
  const before = rows.place?.(row - 1);
  return leads || before?.path !== place?.path || before?.firstLine !== place?.firstLine;
}

const beginnings = new WeakMap<Report, Map<string, ReadonlySet<number>>>();

/** Tells whether a citation of a finding begins where a place does. */
function beginningsIn(report: Report): (place: Citation | undefined) => boolean {
  const files = beginnings.get(report) ?? new Map<string, ReadonlySet<number>>();
  beginnings.set(report, files);
  return (place) => {
    if (place?.firstLine === undefined) return false;
    const { path, firstLine } = place;
    let lines = files.get(path);
    if (lines === undefined) files.set(path, (lines = new Set(citedLines(report, path).map(({ first }) => first))));
    return lines.has(firstLine);
  };
}
