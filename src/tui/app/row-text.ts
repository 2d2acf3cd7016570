import { textWidth } from '../../text/width.ts';
import type { Role, Span, StyledLine } from '../styled.ts';
import { cutLine } from '../text/cut.ts';
import type { Look } from './look.ts';

/** How a row of a pane is to be shown. */
export interface RowOptions {
  /** Columns of the text, without those for the cursor. */
  readonly width: number;
  readonly look: Look;
  /** The cursor is on it; `dim` where keys go to another pane. */
  readonly cursor?: 'here' | 'dim';
  /** Words to light up, lower case. */
  readonly words?: string;
  /** All of the row is what was searched for. */
  readonly hit?: boolean;
}

/** A row as the terminal takes it: the cursor, and the text cut to the columns of the pane. */
export function rowText(line: StyledLine, { width, look, cursor, words, hit = false }: RowOptions): string {
  const cut = cutLine(line, Math.max(0, width));
  const lit = words === undefined ? cut : lightUp(cut, words);
  // A hit that is not to be seen: what a filter looks at is more than the row shows.
  const hidden = hit && !lit.some(({ role }) => role === 'hit');
  const sign = cursor === undefined ? (hidden ? '*' : ' ') : '>';
  const text = lit.map(({ text, role }) => look.paint(text, role)).join('');
  if (cursor !== 'here')
    return cursor === undefined && lit.length === 0 && sign === ' ' ? '' : `${sign === ' ' ? sign : look.paint(sign, 'key')} ${text}`;
  // Filled up, so that the bar is as wide as the pane.
  const room = ' '.repeat(Math.max(0, width - cut.reduce((sum, { text }) => sum + textWidth(text), 0)));
  return look.inverse(`${sign} ${text}${room}`);
}

/** The line with the words in it marked as hits, whatever their case and wherever one span ends. */
function lightUp(line: StyledLine, words: string): StyledLine {
  const whole = line.map(({ text }) => text).join('');
  const lower = whole.toLowerCase();
  // A letter whose lower case is longer would shift all places behind it.
  if (lower.length !== whole.length || words === '') return line;
  const marked: Span[] = [];
  let start = 0;
  for (const span of line) {
    for (const [from, to, isHit] of pieces(lower, words, start, start + span.text.length)) {
      const role: Role | undefined = isHit ? 'hit' : span.role;
      marked.push({ text: whole.slice(from, to), ...(role === undefined ? {} : { role }) });
    }
    start += span.text.length;
  }
  return marked;
}

/** What lies between two places, cut where a hit begins and ends. */
function* pieces(lower: string, words: string, from: number, to: number): Generator<readonly [number, number, boolean]> {
  let at = from;
  let found = lower.indexOf(words, Math.max(0, from - words.length + 1));
  while (at < to) {
    if (found >= 0 && found + words.length <= at) {
      found = lower.indexOf(words, found + words.length);
      continue;
    }
    if (found < 0 || found >= to) {
      yield [at, to, false];
      return;
    }
    if (found > at) yield [at, found, false];
    const end = Math.min(to, found + words.length);
    yield [Math.max(at, found), end, true];
    at = end;
  }
}
