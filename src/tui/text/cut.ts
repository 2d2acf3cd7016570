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

/** Code units of a text that are looked at for each column: nobody can read a letter with more marks on it. */
const UNITS = 32;

/** Code units that matter where there are so many columns. A line may have a million, and Intl.Segmenter takes time that grows with their square. */
function most(columns: number): number {
  return (Math.max(0, columns) + 1) * UNITS;
}

/** A text without its last grapheme. */
export function withoutLast(text: string): string {
  const last = graphemes(text.slice(-UNITS)).at(-1) ?? '';
  return text.slice(0, text.length - last.length);
}

/** As much of the end of a text as stands in so many columns. */
export function takeEnd(text: string, columns: number): string {
  let used = 0;
  let taken = '';
  for (const one of graphemes(text.slice(-most(columns))).toReversed()) {
    used += textWidth(one);
    if (used > columns) break;
    taken = one + taken;
  }
  return taken;
}

/** As much of the beginning of a text as stands in so many columns; a grapheme is taken whole or not at all. */
export function take(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (PLAIN.test(text)) return text.slice(0, columns);
  let used = 0;
  let taken = '';
  for (const one of graphemes(text.slice(0, most(columns)))) {
    used += textWidth(one);
    if (used > columns) break;
    taken += one;
  }
  return taken;
}

/** A text of one row in so many columns; where something had to go, its last column is `…`. */
export function cut(text: string, columns: number): string {
  const safe = shown(text.slice(0, most(columns)));
  if (text.length <= most(columns) && textWidth(safe) <= columns) return safe;
  return columns < 1 ? '' : `${take(safe, columns - 1)}…`;
}

/**
 * The end of a name or a path in so many columns, `…` before it where something had to go: from a slash on where that fits, else as much as
 * fits. The end is what tells one function from another.
 */
export function cutStart(text: string, columns: number): string {
  const whole = text.length <= most(columns);
  const safe = shown(text.slice(-most(columns)));
  if (columns < 2 || (whole && textWidth(safe) <= columns)) return cut(text, columns);
  const end = whole ? withoutBeginning(safe, columns) : '…';
  return end.endsWith('…') ? `…${takeEnd(safe, columns - 1)}` : end;
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
  const spans = line.map((span): Span => ({ ...span, text: shown(span.text.slice(0, most(columns))) })).filter(({ text }) => text !== '');
  if (line.every(({ text }) => text.length <= most(columns)) && lineWidth(spans) <= columns) return spans;
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
    if (span.text.length >= most(columns)) break;
  }
  // Of a text with nothing but marks at its end something went as well.
  return kept.at(-1)?.text.endsWith('…') === true ? kept : [...kept, { text: '…' }];
}
