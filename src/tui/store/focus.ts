import type { Citation } from '../../evidence/citation.ts';
import type { Finding } from '../../matcher/finding.ts';
import type { Target } from '../view.ts';
import { type PaneName, layout } from './layout.ts';
import type { List } from './list.ts';
import type { Lists } from './lists.ts';
import type { State, Visit } from './state.ts';

/** The pane that keys act on, and what it shows. */
export interface Focused {
  readonly pane: PaneName;
  readonly visit: Visit;
  readonly list: List;
  readonly height: number;
  /** The row under the cursor; undefined where there is none. */
  readonly row?: number;
  readonly target?: Target;
  readonly place?: Citation;
}

/** The visit that a pane shows; undefined where it is empty. */
export function visitIn(state: State, pane: PaneName): Visit | undefined {
  return pane === 'main' ? state.stack.at(-1) : state[pane];
}

/** What keys act on: an empty pane gives way to the view in front. */
export function focused(state: State, lists: Lists): Focused {
  const wanted = layout(state).find((pane) => pane.focused)?.name ?? 'main';
  const there = visitIn(state, wanted);
  const [pane, visit] = there === undefined ? (['main', front(state)] as const) : ([wanted, there] as const);
  const list = lists.list(state, visit, pane);
  const height = lists.height(state, visit, pane);
  if (list.count === 0) return { pane, visit, list, height };
  const row = list.row(visit.cursor);
  const target = list.rows.target?.(row);
  const place = list.rows.place?.(row);
  return { pane, visit, list, height, row, ...(target === undefined ? {} : { target }), ...(place === undefined ? {} : { place }) };
}

/** The view in front. */
export function front({ stack }: State): Visit {
  const last = stack.at(-1);
  if (last === undefined) throw new Error('the stack of views is empty');
  return last;
}

/** Whether there is no step back: the findings, all of them, and no other pane. */
export function atRoot(state: State, lists: Lists): boolean {
  const { filter, kind } = focused(state, lists).visit;
  return state.stack.length === 1 && !state.zoom && state.focus === 0 && filter === '' && kind === undefined;
}

/** The state with another visit in a pane. */
export function withVisit(state: State, pane: PaneName, visit: Visit): State {
  return pane === 'main' ? { ...state, stack: [...state.stack.slice(0, -1), visit] } : { ...state, [pane]: visit };
}

/** The finding that a key means: the one under the cursor, or the one that is looked at. */
export function findingHere(state: State, { target, visit }: Focused): Finding | undefined {
  for (const one of [target, visit.target, front(state).target])
    if (one?.view === 'finding') return state.report?.findings.find(({ id }) => id === one.id);
  return undefined;
}
