import { joinLines, sanitize } from '../../src/text/safe-text.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { SafeText } from '../../src/text/safe-text.ts';

const LONGEST_LINE = 400;

/** Shortens a line for showing. */
export function shortLine(text: string): SafeText {
  return sanitize(text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text);
}

/** What a citation says beside its file. */
export type CitedLines = Pick<Citation, 'firstLine' | 'lastLine' | 'excerpt'>;

/**
 * Cites the lines from `firstLine` to `lastLine`, in either order, by at most `most` of their texts: the beginning and the end, with the middle
 * marked. `text` may already lack some of the middle.
 */
export function cite(path: SafeText, firstLine: number, lastLine: number, text: readonly string[], most: number): Citation {
  return { path, ...citeLines(firstLine, lastLine, text, most) };
}

/** {@link cite} where the file is not known yet. */
export function citeLines(firstLine: number, lastLine: number, text: readonly string[], most: number): CitedLines {
  // In a log whose newest line stands first the last line of an artefact comes first in the file.
  const first = Math.min(firstLine, lastLine);
  const last = Math.max(firstLine, lastLine);
  const total = Math.max(last - first + 1, text.length);
  const tail = Math.floor(most / 3);
  const lines =
    text.length <= most && total === text.length
      ? text.map(shortLine)
      : shorten(text, total, Math.min(most - tail, text.length), Math.min(tail, text.length));
  return { firstLine: first, lastLine: last, excerpt: joinLines(lines) };
}

/** What {@link cite} shows of a text by at most `most` lines: the rest need not be kept. */
export function ends(text: readonly string[], most: number): readonly string[] {
  const tail = Math.floor(most / 3);
  return text.length <= most ? text : [...text.slice(0, most - tail), ...text.slice(-tail)];
}

function shorten(text: readonly string[], total: number, head: number, tail: number): SafeText[] {
  const end = Math.max(head, text.length - tail);
  const first = text.slice(0, head);
  const last = text.slice(end);
  const left = total - first.length - last.length;
  const mark = left > 0 ? [sanitize(`… (${left} more ${left === 1 ? 'line' : 'lines'})`)] : [];
  return [...first.map(shortLine), ...mark, ...last.map(shortLine)];
}
