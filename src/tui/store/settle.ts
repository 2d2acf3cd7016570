import type { Target } from '../view.ts';
import { firstCursor, followRow, withinScreen } from './cursor.ts';
import { front, visitIn, withVisit } from './focus.ts';
import { type PaneName, layout, paneNames, textWidthOf } from './layout.ts';
import type { Lists } from './lists.ts';
import type { State, Visit } from './state.ts';
import { sameTarget } from './target.ts';

/**
 * Puts right what follows from the rest after a change: cursors stay on their rows and on the screen, and the panes beside show what belongs to the
 * row under the cursor.
 */
export function settle(before: State, after: State, lists: Lists): State {
  if (after.report === undefined) return after;
  const kept = (old: Visit | undefined, visit: Visit, pane: PaneName) => keepRow(lists, [before, old], [after, visit], pane);
  // The rows of a file are its lines, whatever changes: one that is behind is looked at when it comes to the front, so that nothing of it is loaded before.
  const behind = (visit: Visit, level: number) => visit.target.view === 'file' && level < after.stack.length - 1;
  const stack = after.stack.map((visit, level) => (behind(visit, level) ? visit : kept(before.stack[level], visit, 'main')));
  const main = stack.at(-1);
  if (main === undefined) return after;
  const aside = (state: State, pane: PaneName, old: Visit | undefined, target: Target): Visit => {
    // What was looked for beside one view is not what is looked for beside the next one.
    if (old !== undefined && sameFront(before, after) && sameTarget(old.target, target))
      return kept(pane === 'raw' ? before.raw : before.preview, old, pane);
    return opened(lists, state, target, pane);
  };
  const under = (state: State, visit: Visit | undefined, pane: PaneName) => {
    if (visit === undefined) return {};
    const list = lists.list(state, visit, pane);
    if (list.count === 0) return {};
    // Of a text few rows lead somewhere: then what is next on the screen is shown, rather than nothing.
    const end = Math.min(list.count, visit.top + lists.height(state, visit, pane));
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
  const here = under(after, main, 'main');
  const wanted = paneNames(after).includes('preview') ? here.target : undefined;
  // How wide the panes are depends on what is to be seen beside the list: so that is settled first.
  const { preview: _preview, raw: _raw, ...rest } = { ...after, stack };
  const shape: State = wanted === undefined ? rest : { ...rest, preview: { ...UNSEEN, target: wanted } };
  const names = paneNames(shape);
  const focus = Math.max(0, Math.min(after.focus, names.length - 1));
  const beside: State = { ...shape, focus };
  const preview = wanted === undefined ? undefined : aside(beside, 'preview', after.preview, wanted);
  const there = under(beside, preview, 'preview');
  const place = focus === 1 ? (there.place ?? here.place) : (here.place ?? there.place);
  const rawTarget: Target | undefined =
    place === undefined
      ? undefined
      : { view: 'file', path: place.path, ...(place.firstLine === undefined ? {} : { line: place.firstLine }) };
  // A pane keeps what it shows while the cursor is in it.
  const lines = focus === 2 ? (after.raw?.target ?? rawTarget) : rawTarget;
  const raw = lines === undefined || !names.includes('raw') ? undefined : aside(beside, 'raw', after.raw, lines);
  return { ...rest, focus, ...(preview === undefined ? {} : { preview }), ...(raw === undefined ? {} : { raw }) };
}

/** Whether the view in front is the same visit. */
function sameFront({ stack: old }: State, { stack }: State): boolean {
  return old.length === stack.length && sameTarget(old.at(-1)?.target, stack.at(-1)?.target);
}

/** A visit of which nothing is settled but where it leads. */
const UNSEEN: Omit<Visit, 'target'> = { cursor: 0, top: 0, filter: '' };

/**
 * {@link settle} after a move of the cursor alone: the panes beside stay as they are, whatever row they are about. To make and to paint them costs many
 * times what the move does, and while a key is held nobody reads them.
 */
export function settleMove(before: State, after: State, lists: Lists): State {
  const focus = layout(after).find((pane) => pane.focused)?.name ?? 'main';
  const kept = (old: Visit | undefined, visit: Visit, pane: PaneName) => keepRow(lists, [before, old], [after, visit], pane);
  const old = visitIn(before, focus);
  const visit = visitIn(after, focus);
  if (focus !== 'main' && visit !== undefined) return followed(before, withVisit(after, focus, kept(old, visit, focus)), focus);
  const main = front(after);
  return followed(before, withVisit(after, 'main', kept(front(before), main, 'main')), 'main');
}

/** The state with the mark that the panes beside are behind, where there are any and the cursor is on another row. */
function followed(before: State, after: State, pane: PaneName): State {
  const [old, visit] = [visitIn(before, pane), visitIn(after, pane)];
  const stays = old?.cursor === visit?.cursor && old?.top === visit?.top && old?.filter === visit?.filter;
  return stays || paneNames(after).length < 2 ? after : { ...after, behind: true };
}

/** A visit of a side pane as it is in front: folded to another width, the cursor on the same row. */
export function inFront(lists: Lists, [before, after]: [State, State], visit: Visit, pane: PaneName): Visit {
  const cursor = followRow(lists.list(before, visit, pane), lists.list(after, visit, 'main'), visit.cursor);
  return { ...visit, cursor, top: Math.max(0, cursor - (visit.cursor - visit.top)) };
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
  // The file was let go meanwhile, and is read again: the cursor is to come back to its line.
  const { target } = visit;
  if (target.view === 'file' && old.cursor === visit.cursor && visit.cursor >= list.count)
    return sought(lists, after, { ...visit, target: { ...target, line: visit.cursor + 1 }, seeking: true }, pane);
  const untouched = old.filter === visit.filter && old.cursor === visit.cursor;
  if (!untouched) return withinScreen(list, visit, height);
  const sameRows =
    before.report === after.report &&
    textWidthOf(before, pane) === textWidthOf(after, pane) &&
    before.level === after.level &&
    before.idle === after.idle &&
    before.triage === after.triage &&
    before.exact === after.exact &&
    old.sort === visit.sort &&
    old.kind === visit.kind;
  if (sameRows) return withinScreen(list, visit, height);
  const was = lists.list(before, old, pane);
  const cursor = followRow(was, list, old.cursor);
  // The row stays where it was on the screen.
  return withinScreen(list, { ...visit, cursor, top: Math.max(0, cursor - (old.cursor - old.top)) }, height);
}
