import { lineText } from './line-text.ts';
import type { Target, ViewInput, ViewName } from '../view.ts';
import { noteText } from '../triage/note.ts';
import type { Action } from './action.ts';
import { followRow, moveCursor, nearestSelectable } from './cursor.ts';
import type { Effect } from './effect.ts';
import { type Focused, findingHere, focused, front, visitIn, withVisit } from './focus.ts';
import { paneNames } from './layout.ts';
import { backTo } from './left.ts';
import type { Lists } from './lists.ts';
import { nextFinding } from './next-finding.ts';
import { inFront, opened } from './settle.ts';
import type { State, Visit } from './state.ts';

const LEVELS: readonly NonNullable<ViewInput['level']>[] = ['exact', 'functions', 'creator'];
const LEVEL_WORDS = { exact: 'the same lines', functions: 'the same functions', creator: 'the same creator' } as const;
const MARKS = ['open', 'confirmed', 'dismissed'] as const;

/** What an action does to the state. */
export function act(state: State, action: Action, lists: Lists): State {
  // These need no report.
  if (action.do === 'redraw' || action.do === 'suspend' || action.do === 'quit') return withEffect(state, { do: action.do });
  if (state.report === undefined) return action.do === 'leave' ? withEffect(state, { do: 'quit' }) : state;
  const here = focused(state, lists);
  const { pane, visit, list, height } = here;
  const at = (cursor: number) => withVisit(state, pane, { ...visit, cursor });
  switch (action.do) {
    case 'move':
      return at(moveCursor(list, visit.cursor, action.by, height));
    case 'page':
      return page(state, here, action.by);
    case 'first':
      return at(nearestSelectable(list, 0, 1, height));
    case 'last':
      return at(nearestSelectable(list, list.count - 1, -1, height));
    case 'open':
      return open(state, here, lists);
    case 'back':
      return back(state, here, lists);
    case 'leave': {
      const next = back(state, here, lists);
      return next === state ? withEffect(state, { do: 'quit' }) : next;
    }
    case 'next-pane': {
      const count = paneNames(state).filter((name) => visitIn(state, name) !== undefined).length;
      if (count < 2) return say(state, onePane(state));
      return { ...state, focus: (state.focus + action.by + count) % count };
    }
    case 'view':
      return switchTo(state, action.view, lists);
    case 'sort':
      return sort(state, here, lists);
    case 'kind':
      return nextKind(state, here, action.by, lists);
    case 'level': {
      const level = LEVELS[(LEVELS.indexOf(state.level) + 1) % LEVELS.length] ?? 'functions';
      const next = say({ ...state, level }, `alike by: ${LEVEL_WORDS[level]}`);
      // The report has lines together: read once more, when somebody asks; again where that has failed.
      const toRead = level === 'exact' && (state.exact === undefined || state.exact.kind === 'failed');
      return toRead ? withEffect({ ...next, exact: { kind: 'reading' } }, { do: 'read-exact' }) : next;
    }
    case 'idle':
      return say({ ...state, idle: !state.idle }, state.idle ? 'idle goroutines left out' : 'idle goroutines shown');
    case 'filter': {
      const origin = here.row === undefined ? {} : { origin: { key: list.rows.key(here.row), row: here.row } };
      return { ...state, prompt: { kind: 'filter', text: visit.filter, ...origin, before: visit } };
    }
    case 'next-hit':
      return nextHit(state, here, action.by);
    case 'next-finding':
      return nextFinding(state, here, action.by, lists) ?? say(state, action.by > 0 ? 'no finding after this' : 'no finding before this');
    case 'copy':
      return copy(state, here, action.what);
    case 'editor':
    case 'pager':
      if (here.place === undefined) return say(state, 'this row is about no place in the bundle');
      return withEffect(state, { do: action.do, place: here.place });
    case 'export': {
      const finding = findingHere(state, here);
      return { ...state, prompt: { kind: 'export', ...(finding === undefined ? {} : { id: finding.id }) } };
    }
    case 'mark':
      return mark(state, here);
    case 'note': {
      const finding = findingHere(state, here);
      if (finding === undefined) return say(state, 'notes are for findings: there is none here');
      const text = noteText(state.triage.get(finding.key)?.note ?? '');
      return { ...state, prompt: { kind: 'note', text, fingerprint: finding.key } };
    }
    case 'zoom':
      return paneNames(state).length === 1 ? say(state, onePane(state)) : { ...state, zoom: !state.zoom };
    case 'help':
      if (front(state).target.view === 'help') return pop(state);
      return push(state, opened(lists, state, { view: 'help', of: visit.target.view }, 'main'));
  }
}

export function say(state: State, text: string, tone: 'plain' | 'bad' = 'plain'): State {
  return { ...state, message: { text, tone } };
}

/** Why there is no other pane. */
function onePane(state: State): string {
  if (paneNames(state).length > 1) return 'nothing stands beside this row';
  return paneNames({ ...state, size: { ...state.size, columns: Number.MAX_SAFE_INTEGER } }).length === 1
    ? 'this view has the whole screen'
    : 'one pane only: a wider terminal has more';
}

function withEffect(state: State, effect: Effect): State {
  return { ...state, effects: [...state.effects, effect] };
}

/** A page moves the window, and the cursor with it. */
function page(state: State, { pane, visit, list, height }: Focused, by: number): State {
  const rows = Math.sign(by) * Math.max(1, Math.floor(Math.abs(by) * height) - (Math.abs(by) === 1 ? 1 : 0));
  const cursor = moveCursor(list, visit.cursor, rows, height);
  return withVisit(state, pane, { ...visit, cursor, top: Math.max(0, visit.top + rows) });
}

function push(state: State, visit: Visit): State {
  return { ...state, stack: [...state.stack, visit], focus: 0 };
}

function pop(state: State): State {
  return state.stack.length > 1 ? { ...state, stack: state.stack.slice(0, -1), focus: 0 } : state;
}

/** Opens what stands under the cursor. From a pane at the side what that shows is opened on the way. */
function open(state: State, { pane, visit, target, list, row }: Focused, lists: Lists): State {
  if (row !== undefined && list.rows.folded?.(row) === true) return say({ ...state, idle: true }, 'idle goroutines shown; i folds them');
  if (pane === 'main') {
    if (target === undefined) return say(state, 'nothing behind this row');
    // What the preview shows already is opened as it stands.
    if (state.preview === undefined) return push(state, opened(lists, state, target, 'main'));
    return push(state, inFront(lists, [state, state], state.preview, 'preview'));
  }
  const way = [inFront(lists, [state, state], visit, pane)];
  const stacked: State = { ...state, stack: [...state.stack, ...way], focus: 0 };
  return target === undefined ? stacked : push(stacked, opened(lists, stacked, target, 'main'));
}

/** One step back: out of a filter, then out of one kind of rows, out of a zoomed or side pane, out of the view. */
function back(state: State, { pane, visit, list }: Focused, lists: Lists): State {
  if (visit.filter !== '') {
    const open = { ...visit, filter: '' };
    return withVisit(state, pane, { ...open, cursor: followRow(list, lists.list(state, open, pane), visit.cursor) });
  }
  if (visit.kind !== undefined) return withVisit(state, pane, ofKind(visit, undefined));
  if (state.zoom && paneNames(state).length > 1) return { ...state, zoom: false };
  if (state.focus > 0) return { ...state, focus: 0 };
  return pop(state);
}

/** A view of the number row: one step from the findings, and as it was left. */
function switchTo(state: State, view: ViewName, lists: Lists): State {
  const [root] = state.stack;
  // Pages of one thing are opened from what leads to them.
  if (root === undefined || view === 'finding' || view === 'group' || view === 'file') return state;
  const wanted: Target = { view };
  if (wanted.view === root.target.view) return { ...state, stack: [root], focus: 0 };
  const second = state.stack[1];
  if (second?.target.view === wanted.view) return { ...state, stack: [root, second], focus: 0 };
  return backTo(state, root, view, lists) ?? { ...state, stack: [root, opened(lists, state, wanted, 'main')], focus: 0 };
}

function sort(state: State, { pane, visit }: Focused, lists: Lists): State {
  const sorts = lists.sorts(visit);
  if (sorts.length < 2) return say(state, 'this view has one order');
  const next = sorts[(Math.max(0, sorts.indexOf(visit.sort ?? '')) + 1) % sorts.length];
  if (next === undefined) return state;
  return say(withVisit(state, pane, { ...visit, sort: next }), `sorted by ${next}`);
}

/** One kind of rows alone, then the next one, then all. */
function nextKind(state: State, { pane, visit }: Focused, by: -1 | 1, lists: Lists): State {
  const kinds = lists.kinds(state, visit, pane);
  if (kinds.length < 2) return say(state, 'all rows are of one kind');
  const ways = [undefined, ...kinds];
  const next = ways[(Math.max(0, ways.indexOf(visit.kind)) + by + ways.length) % ways.length];
  const shown = withVisit(state, pane, ofKind(visit, next));
  return next === undefined ? say(shown, `all kinds: ${kinds.join(', ')}`) : shown;
}

function ofKind(visit: Visit, kind: string | undefined): Visit {
  const { kind: _kind, ...rest } = visit;
  return kind === undefined ? rest : { ...rest, kind };
}

function nextHit(state: State, { pane, visit, list }: Focused, by: -1 | 1): State {
  if (list.filter === undefined) return say(state, 'nothing is searched for: / begins');
  for (let step = 1; step <= list.count; step++) {
    const position = (((visit.cursor + step * by) % list.count) + list.count) % list.count;
    if (!list.hit(list.row(position))) continue;
    const next = withVisit(state, pane, { ...visit, cursor: position });
    const around = by > 0 ? position <= visit.cursor : position >= visit.cursor;
    return around ? say(next, position === visit.cursor ? 'the only hit' : `went on at the ${by > 0 ? 'beginning' : 'end'}`) : next;
  }
  return say(state, 'no hit');
}

function copy(state: State, { list, row, place }: Focused, what: 'quote' | 'place'): State {
  if (row === undefined) return say(state, 'nothing to copy');
  if (what === 'quote') {
    const text = list.rows.quote?.(row) ?? lineText(list.rows.line(row)).trim();
    return withEffect(state, { do: 'copy', text, what: list.rows.quote?.(row) === undefined ? 'the row' : 'the evidence' });
  }
  if (place === undefined) return say(state, 'this row is about no place in the bundle');
  const text = place.firstLine === undefined ? place.path : `${place.path}:${place.firstLine}`;
  return withEffect(state, { do: 'copy', text, what: text });
}

function mark(state: State, here: Focused): State {
  const finding = findingHere(state, here);
  if (finding === undefined) return say(state, 'marks are for findings: there is none here');
  const { key: fingerprint } = finding;
  const old = state.triage.get(fingerprint);
  const next = MARKS[(MARKS.indexOf(old?.mark ?? 'open') + 1) % MARKS.length] ?? 'open';
  const entry = { fingerprint, mark: next, note: old?.note ?? '' };
  const triage = new Map(state.triage).set(fingerprint, entry);
  return withEffect(say({ ...state, triage }, `${finding.id}: ${next}`), { do: 'save-triage', entry, saved: '' });
}
