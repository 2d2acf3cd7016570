import type { Size, State } from './state.ts';

/** What a pane shows: the view in front, what enter would open, or the lines of the cited place. */
export type PaneName = 'main' | 'preview' | 'raw';

/** A part of the screen, as high as all others. */
export interface Pane {
  readonly name: PaneName;
  /** Columns, with the line at its left. */
  readonly width: number;
  /** Columns of a row's text: without that line, and without the two for the cursor. */
  readonly text: number;
  readonly focused: boolean;
}

/** Below this there is a sentence instead of the UI. */
export const SMALLEST: Size = { columns: 40, rows: 8 };
/** From so many columns on there are two panes, and three. */
export const TWO_PANES = 100;
export const THREE_PANES = 160;
/** The cursor and a space. */
export const GUTTER = 2;
/** The breadcrumbs, the status line and the footer. */
const AROUND = 3;
/** Lists get no wider: beyond it there is nothing to see, and every cell costs time. */
const WIDEST = 120;

/** Whether the terminal has room for the UI. */
export function bigEnough({ columns, rows }: Size): boolean {
  return columns >= SMALLEST.columns && rows >= SMALLEST.rows;
}

/** How many panes stand beside each other. */
export function paneCount({ columns }: Size): number {
  if (columns < TWO_PANES) return 1;
  return columns < THREE_PANES ? 2 : 3;
}

/** Rows between the breadcrumbs and the status line. */
export function bodyHeight({ rows }: Size): number {
  return Math.max(1, rows - AROUND);
}

/** The panes on the screen, from the left. */
export function layout({ size, focus, zoom }: Pick<State, 'size' | 'focus' | 'zoom'>): readonly Pane[] {
  const names = (['main', 'preview', 'raw'] as const).slice(0, paneCount(size));
  const widths = paneWidths(size);
  const panes = names.map((name, at): Pane => {
    const width = widths[at] ?? 0;
    return { name, width, text: width - GUTTER - (at === 0 ? 0 : 1), focused: at === focus };
  });
  const zoomed = names[focus];
  return zoom && zoomed !== undefined ? [{ name: zoomed, width: size.columns, text: size.columns - GUTTER, focused: true }] : panes;
}

/** Columns of a row's text in a pane, on the screen or not. */
export function textWidthOf(state: State, name: PaneName): number {
  const shown = layout(state).find((pane) => pane.name === name);
  return shown?.text ?? layout({ ...state, zoom: false }).find((pane) => pane.name === name)?.text ?? state.size.columns - GUTTER;
}

function paneWidths(size: Size): readonly number[] {
  const { columns } = size;
  switch (paneCount(size)) {
    case 1:
      return [columns];
    case 2: {
      const main = Math.min(WIDEST, Math.floor(columns / 2));
      return [main, columns - main];
    }
    default: {
      const main = Math.min(WIDEST, Math.floor(columns * 0.4));
      const preview = Math.min(WIDEST, Math.floor(columns * 0.32));
      return [main, preview, columns - main - preview];
    }
  }
}
