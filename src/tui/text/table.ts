import type { Span, StyledLine } from '../styled.ts';
import { cell, cut, cutLine, cutStart } from './cut.ts';

export interface Column<T> {
  readonly title: string;
  /** Columns of the screen; `rest`: what the others leave, in equal parts where there are several. */
  readonly width: number | 'rest';
  /** Left by default; numbers stand right. */
  readonly align?: 'left' | 'right';
  /** Panes that are narrower go without it; the widest demand goes first where the room is still too small. All have it by default. */
  readonly from?: number;
  /** Which end of a text that does not fit is kept: names of functions and files tell most at their end. The start by default. */
  readonly keep?: 'start' | 'end';
  readonly cell: (row: T) => Span;
}

export interface Table<T> {
  readonly head: StyledLine;
  readonly line: (row: T) => StyledLine;
}

/** Columns that a `rest` column needs to be of use. */
const LEAST = 12;
const GAP = 2;
const NARROW_GAP = 1;
const NARROW = 60;

/** Columns between two columns of a table in a pane. */
export function tableGap(width: number): number {
  return width < NARROW ? NARROW_GAP : GAP;
}

/** Fits the columns of a table into a pane. Rows are formatted when they are asked for; each has at most the width asked for. */
export function table<T>(columns: readonly Column<T>[], width: number): Table<T> {
  const gap = tableGap(width);
  const fitting = fit(columns, width, gap);
  const sizes = sizesOf(fitting, width, gap);
  const line = (spanOf: (column: Column<T>) => Span): StyledLine => {
    const spans = fitting.flatMap((column, i): Span[] => {
      const span = spanOf(column);
      const size = sizes[i] ?? 0;
      const last = i === fitting.length - 1;
      const text = column.keep === 'end' ? cutStart(span.text, size) : span.text;
      const filled = last && column.align !== 'right' ? cut(text, size) : cell(text, size, column.align);
      return [{ ...span, text: filled }, ...(last ? [] : [{ text: ' '.repeat(gap) }])];
    });
    return cutLine(spans, width);
  };
  return {
    head: line(({ title }) => ({ text: title, role: 'muted' })),
    line: (row) => line((column) => column.cell(row)),
  };
}

/** The columns that a pane has room for. */
function fit<T>(columns: readonly Column<T>[], width: number, gap: number): readonly Column<T>[] {
  let fitting = columns.filter(({ from = 0 }) => width >= from);
  while (needed(fitting, gap) > width) {
    const most = Math.max(...fitting.map(({ from = 0 }) => from));
    if (most === 0) break;
    const at = fitting.findLastIndex(({ from = 0 }) => from === most);
    fitting = fitting.filter((_, i) => i !== at);
  }
  return fitting;
}

function needed<T>(columns: readonly Column<T>[], gap: number): number {
  return columns.reduce((total, { width }) => total + (width === 'rest' ? LEAST : width) + gap, -gap);
}

function sizesOf<T>(columns: readonly Column<T>[], width: number, gap: number): readonly number[] {
  const fixed = columns.reduce((total, column) => total + (column.width === 'rest' ? 0 : column.width) + gap, -gap);
  const open = columns.filter((column) => column.width === 'rest').length;
  const room = Math.max(1, Math.floor((width - fixed) / Math.max(1, open)));
  return columns.map((column) => (column.width === 'rest' ? room : column.width));
}
