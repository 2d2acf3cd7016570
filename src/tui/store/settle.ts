import type { Target } from '../view.ts';
import { firstCursor, followRow, withinScreen } from './cursor.ts';
import { type PaneName, paneCount } from './layout.ts';
import type { Lists } from './lists.ts';
import type { State, Visit } from './state.ts';
import { sameTarget } from './target.ts';

/**
 * Puts right what follows from the rest after a change: cursors stay on their rows and on the screen, and the panes beside show what belongs to the
 * row under the cursor.
 */
export function settle(before: State, changed: State, lists: Lists): State {
  const focus = Math.max(0, Math.min(changed.focus, paneCount(changed.size) - 1));
  const after: State = focus === changed.focus ? changed : { ...changed, focus };
  if (after.report === undefined) return after;
  const kept = (old: Visit | undefined, visit: Visit, pane: PaneName) => keepRow(lists, [before, old], [after, visit], pane);
  const stack = after.stack.map((visit, level) => kept(before.stack[level], visit, 'main'));
  const main = stack.at(-1);
  if (main === undefined) return after;
  const aside = (pane: PaneName, old: Visit | undefined, target: Target | undefined): Visit | undefined => {
    if (target === undefined) return undefined;
    if (old !== undefined && sameTarget(old.target, target)) return kept(pane === 'raw' ? before.raw : before.preview, old, pane);
    return opened(lists, after, target, pane);
  };
  const under = (visit: Visit | undefined, pane: PaneName) => {
    if (visit === undefined) return {};
    const list = lists.list(after, visit, pane);
    if (list.count === 0) return {};
    // Of a text few rows lead somewhere: then what is next on the screen is shown, rather than nothing.
    const end = Math.min(list.count, visit.top + lists.height(after, visit, pane));
    const first = <T>(of: ((row: number) => T | undefined) | undefined): T | undefined => {
      if (of === undefined) return undefined;
      for (let position = visit.cursor; position < end; position++) {
        const found = of(list.row(position));
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return { target: first(list.rows.target), place: first(list.rows.place) };
  };
  const count = paneCount(after.size);
  const here = under(main, 'main');
  // A pane keeps what it shows while the cursor is in it.
  const preview = count < 2 ? undefined : aside('preview', after.preview, here.target);
  const there = under(preview, 'preview');
  const place = focus === 1 ? (there.place ?? here.place) : (here.place ?? there.place);
  const rawTarget: Target | undefined =
    place === undefined
      ? undefined
      : { view: 'file', path: place.path, ...(place.firstLine === undefined ? {} : { line: place.firstLine }) };
  const raw = count < 3 ? undefined : aside('raw', after.raw, focus === 2 ? (after.raw?.target ?? rawTarget) : rawTarget);
  const { preview: _preview, raw: _raw, ...rest } = after;
  return { ...rest, stack, ...(preview === undefined ? {} : { preview }), ...(raw === undefined ? {} : { raw }) };
}

/** A visit of a view that has just been opened. */
export function opened(lists: Lists, state: State, target: Target, pane: PaneName): Visit {
  return sought(lists, state, { target, cursor: 0, top: 0, filter: '', seeking: true }, pane);
}

/** The visit at the line that its target names, as soon as that is there. */
function sought(lists: Lists, state: State, visit: Visit, pane: PaneName): Visit {
  const list = lists.list(state, visit, pane);
  const height = lists.height(state, visit, pane);
  const cursor = firstCursor(list, visit);
  if (cursor === undefined) return withinScreen(list, visit, height);
  const { seeking: _seeking, ...found } = visit;
  return withinScreen(list, { ...found, cursor, top: Math.max(0, cursor - Math.floor(height / 3)) }, height);
}

/** Keeps the cursor on its row where the rows have changed under it; a new filter has set the cursor already. */
function keepRow(lists: Lists, [before, old]: [State, Visit | undefined], [after, given]: [State, Visit], pane: PaneName): Visit {
  if (given.seeking === true && (old === undefined || old.cursor === given.cursor)) return sought(lists, after, given, pane);
  // The user has gone elsewhere meanwhile.
  const { seeking: _seeking, ...visit } = given;
  const list = lists.list(after, visit, pane);
  const height = lists.height(after, visit, pane);
  if (old === undefined || before.report === undefined || !sameTarget(old.target, visit.target)) return withinScreen(list, visit, height);
  const untouched = old.filter === visit.filter && old.cursor === visit.cursor;
  // Asked for before the report of `after` would be forgotten: the lists hold those of one report.
  if (!untouched || before.report !== after.report) return withinScreen(list, visit, height);
  const sameRows =
    before.size === after.size &&
    before.zoom === after.zoom &&
    before.focus === after.focus &&
    before.level === after.level &&
    before.idle === after.idle &&
    before.triage === after.triage &&
    old.sort === visit.sort;
  if (sameRows) return withinScreen(list, visit, height);
  const was = lists.list(before, old, pane);
  const cursor = followRow(was, list, old.cursor);
  // The row stays where it was on the screen.
  return withinScreen(list, { ...visit, cursor, top: Math.max(0, cursor - (old.cursor - old.top)) }, height);
}
