import { withoutBeginning } from '../../report/goroutines/render-text.ts';
import { padEnd, padStart, textWidth } from '../../text/width.ts';
import type { Span, StyledLine } from '../styled.ts';
import { shown } from './shown.ts';

const PLAIN = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader sees as characters: a letter with its marks, a flag, a pictograph with its colour. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** As much of the beginning of a text as stands in so many columns; a grapheme is taken whole or not at all. */
export function take(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (PLAIN.test(text)) return text.slice(0, columns);
  let used = 0;
  let taken = '';
  for (const one of graphemes(text)) {
    used += textWidth(one);
    if (used > columns) break;
    taken += one;
  }
  return taken;
}

/** A text of one row in so many columns; where something had to go, its last column is `…`. */
export function cut(text: string, columns: number): string {
  const safe = shown(text);
  if (textWidth(safe) <= columns) return safe;
  return columns < 1 ? '' : `${take(safe, columns - 1)}…`;
}

/**
 * The end of a name or a path in so many columns, `…` before it where something had to go: from a slash on where that fits, else as much as
 * fits. The end is what tells one function from another.
 */
export function cutStart(text: string, columns: number): string {
  const safe = shown(text);
  if (textWidth(safe) <= columns || columns < 2) return cut(safe, columns);
  const end = withoutBeginning(safe, columns);
  if (!end.endsWith('…')) return end;
  let used = 1;
  let tail = '';
  for (const one of graphemes(safe).toReversed()) {
    used += textWidth(one);
    if (used > columns) break;
    tail = one + tail;
  }
  return `…${tail}`;
}

/** {@link cut} to at most so many columns, and filled up to just as many. */
export function cell(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  return (align === 'right' ? padStart : padEnd)(cut(text, columns), Math.max(0, columns));
}

/** Columns of a line. */
export function lineWidth(line: StyledLine): number {
  return line.reduce((total, { text }) => total + textWidth(shown(text)), 0);
}

/** A line in at most so many columns, all of its text made safe; where something had to go, the last column is `…`. */
export function cutLine(line: StyledLine, columns: number): StyledLine {
  const spans = line.map((span): Span => ({ ...span, text: shown(span.text) })).filter(({ text }) => text !== '');
  if (lineWidth(spans) <= columns) return spans;
  const kept: Span[] = [];
  let left = columns - 1;
  if (left < 0) return kept;
  for (const span of spans) {
    const width = textWidth(span.text);
    if (width > left) {
      kept.push({ ...span, text: `${take(span.text, left)}…` });
      break;
    }
    left -= width;
    kept.push(span);
  }
  return kept;
}
