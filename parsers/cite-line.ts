import type { Citation } from '../src/evidence/citation.ts';
import type { Line } from '../src/text/line.ts';
import type { SafeText } from '../src/text/safe-text.ts';
import { excerpt } from './schedtrace/excerpt.ts';

/** Where one line stands. */
export function citeLine(path: SafeText, line: Line): Citation {
  return { path, firstLine: line.number, lastLine: line.number, excerpt: excerpt([line.text]) };
}
