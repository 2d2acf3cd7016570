import { visitIn } from './focus.ts';
import { layout, paneNames } from './layout.ts';
import type { Lists } from './lists.ts';
import { inFront } from './settle.ts';
import type { Size, State } from './state.ts';

/**
 * The state on a terminal of another size. Where the pane that the user is in has no place any more, what it shows comes to the front; a single pane is
 * not zoomed.
 */
export function resized(state: State, { columns, rows }: Size, lists: Lists): State {
  const { zoom, ...rest } = { ...state, size: { columns, rows } };
  const names = paneNames(rest);
  const next: State = { ...rest, zoom: zoom && names.length > 1 };
  const pane = layout(state).find(({ focused }) => focused)?.name ?? 'main';
  const visit = visitIn(state, pane);
  if (state.report === undefined || visit === undefined || names.includes(pane)) return next;
  const stacked: State = { ...next, stack: [...state.stack, visit], focus: 0, zoom: false };
  return { ...stacked, stack: [...state.stack, inFront(lists, [state, stacked], visit, pane)] };
}
