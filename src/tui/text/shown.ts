import { sanitize } from '../../text/safe-text.ts';

const PLAIN = /^[\x20-\x7e]*$/;

/** What `sanitize` lets pass and a terminal may still act on, or give no column: format characters such as U+061C and U+00AD. */
const FORMAT = /\p{Cf}/gu;

/** Columns of a tab. Fixed, not to the next stop: what follows keeps its place wherever the text begins. */
const TAB = '    ';

/**
 * Text as it may stand in one row: nothing in it acts, and its columns can be counted. Tabs are spaces, line ends are a space. What comes from
 * the bundle is safe already; this holds for strings that nobody has marked, too.
 */
export function shown(text: string): string {
  if (PLAIN.test(text)) return text;
  return sanitize(text)
    .replaceAll('\t', TAB)
    .replaceAll('\n', ' ')
    .replace(FORMAT, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
