import { sanitize, type SafeText } from '../../src/text/safe-text.ts';

/** Characters of one line that an excerpt keeps: a `SCHED` line of 100 Ps fits. */
const MAX_LINE = 400;

/** Lines as they stand in the file, for a citation: repeated ones once, long ones shortened, safe to show. */
export function excerpt(lines: readonly string[]): SafeText {
  const shown = [...new Set(lines)].map((line) => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)} …` : line.trimEnd()));
  return sanitize(shown.join('\n'));
}
