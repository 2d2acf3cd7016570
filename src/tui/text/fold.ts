import { wrap } from '../../text/wrap.ts';
import { take } from './cut.ts';
import { shown } from './shown.ts';

/**
 * Folds a text at its blanks into lines of at most so many columns; words that are wider are broken at the edge, so nothing is lost. Line ends
 * in the text stay.
 *
 * @param first Put before the first line, `rest` before all further ones: as many spaces as `first` is wide by default. In a narrow pane they
 * get at most half of it.
 */
export function fold(text: string, columns: number, first = '', rest = ' '.repeat(first.length)): string[] {
  const most = Math.floor(columns / 2);
  const lines = text.trim().split('\n').map(shown).join('\n');
  return wrap(lines, Math.max(1, columns), { first: take(first, most), rest: take(rest, most) });
}
