import type { ViewName } from '../view.ts';
import type { Size, State } from './state.ts';

/** What a pane shows: the view in front, what enter would open, or the lines of the cited place. */
export type PaneName = 'main' | 'preview' | 'raw';

/** A part of the screen, as high as all others. */
export interface Pane {
  readonly name: PaneName;
  /** Columns, with the line at its left. */
  readonly width: number;
  /** Columns of a row's text: without that line, the two for the cursor, and the margin before the next pane. */
  readonly text: number;
  readonly focused: boolean;
}

/** Below this there is a sentence instead of the UI. */
export const SMALLEST: Size = { columns: 40, rows: 8 };
/** From so many columns on there are two panes, and three: each beside the view in front is of use then. */
export const TWO_PANES = 120;
export const THREE_PANES = 180;
/** The cursor and a space. */
export const GUTTER = 2;
/** Free columns before the line that parts two panes. */
const MARGIN = 1;
/** The breadcrumbs, the status line and the footer. */
const AROUND = 3;
/** Columns that the view in front has at least where there are panes beside it: as good as all of a terminal of 80, so that its tables lose nothing. */
const LEAST_MAIN = 79;
/** Lists get no wider: beyond it there is nothing to see, and every cell costs time. */
const WIDEST = 120;

/** Views that have all columns: there is nothing behind their rows, or what they show is lines of a file, of which no column is to go. */
const ALONE: ReadonlySet<ViewName> = new Set(['memory', 'file', 'help']);
/** What stands beside the list is about no lines, or is those lines: then they have no pane of their own. */
const WITHOUT_LINES: ReadonlySet<ViewName> = new Set(['memory', 'file']);

/** Whether the terminal has room for the UI. */
export function bigEnough({ columns, rows }: Size): boolean {
  return columns >= SMALLEST.columns && rows >= SMALLEST.rows;
}

/** How many panes there is room for beside each other. */
export function paneCount({ columns }: Size): number {
  if (columns < TWO_PANES) return 1;
  return columns < THREE_PANES ? 2 : 3;
}

/** The panes that the view in front and what is behind its row ask for, from the left; zoomed or not. */
export function paneNames({ size, stack, preview }: Pick<State, 'size' | 'stack' | 'preview'>): readonly PaneName[] {
  const view = stack.at(-1)?.target.view;
  const count = paneCount(size);
  if (count === 1 || (view !== undefined && ALONE.has(view))) return ['main'];
  if (count === 2 || (preview !== undefined && WITHOUT_LINES.has(preview.target.view))) return ['main', 'preview'];
  return ['main', 'preview', 'raw'];
}

/** Rows between the breadcrumbs and the status line. */
export function bodyHeight({ rows }: Size): number {
  return Math.max(1, rows - AROUND);
}

/** The panes on the screen, from the left. */
export function layout(state: Pick<State, 'size' | 'focus' | 'zoom' | 'stack' | 'preview'>): readonly Pane[] {
  const { size, focus, zoom } = state;
  const names = paneNames(state);
  const widths = paneWidths(size, names.length);
  const panes = names.map((name, at): Pane => {
    const width = widths[at] ?? 0;
    const around = GUTTER + (at === 0 ? 0 : 1) + (at === names.length - 1 ? 0 : MARGIN);
    return { name, width, text: width - around, focused: at === focus };
  });
  const zoomed = names[focus];
  return zoom && zoomed !== undefined ? [{ name: zoomed, width: size.columns, text: size.columns - GUTTER, focused: true }] : panes;
}

/** Columns of a row's text in a pane, on the screen or not. */
export function textWidthOf(state: State, name: PaneName): number {
  const shown = layout(state).find((pane) => pane.name === name);
  return shown?.text ?? layout({ ...state, zoom: false }).find((pane) => pane.name === name)?.text ?? state.size.columns - GUTTER;
}

function paneWidths(size: Size, panes: number): readonly number[] {
  const { columns } = size;
  if (panes === 1) return [columns];
  // The list is as wide with one pane beside it as with two: it stays as it is while the cursor moves.
  const main = Math.min(WIDEST, Math.max(LEAST_MAIN, Math.floor(paneCount(size) === 2 ? columns / 2 : columns * 0.4)));
  if (panes === 2) return [main, columns - main];
  const preview = Math.min(WIDEST, Math.floor((columns - main) * 0.53));
  return [main, preview, columns - main - preview];
}
