import type { Wrapper } from '../wrapper.ts';

/** What only the runtime prints, at the end of a line: the header of a goroutine, or of the scheduler's stack. */
const ANCHOR =
  /(?:goroutine \d{1,20} (?:gp=0x[0-9a-f]+ m=\S{1,20}(?: mp=\S{1,20})? )?\[[a-zA-Z][^\]]{1,160}\].{0,400}:|runtime stack:)\r?$/;
/** Longer than any prefix of a log. */
const LONGEST = 200;
/** A prefix stands before most lines, or it is something that was merged into one. */
const SHARE = 0.5;
const LEAST = 3;

/**
 * A prefix of no known form, such as `#6 0.091 ` or `  | 2021-07-19T12:43:00.012+09:00 | `: where a goroutine's header does not
 * begin its line, what stands before it, numbers apart, stands before most other lines too. Undefined where it does not.
 */
export function detectPrefix(sample: readonly string[]): Wrapper | undefined {
  const lines = sample.filter((line) => line.trim() !== '');
  for (const line of lines) {
    const prefix = prefixBefore(line, lines);
    if (prefix !== undefined) return prefix;
  }
  return undefined;
}

/** The same, by one line that may hold such a header and the lines around it. */
export function prefixBefore(line: string, around: readonly string[]): Wrapper | undefined {
  if (!line.includes(':', line.length - 2)) return undefined;
  const anchor = ANCHOR.exec(line);
  if (anchor === null || anchor.index === 0 || anchor.index > LONGEST) return undefined;
  const prefix = line.slice(0, anchor.index);
  // A panic's value is indented, and may look like a goroutine. A report that is indented as a whole has no header at the margin.
  if (prefix.trim() === '' && around.some((one) => ANCHOR.exec(one)?.index === 0)) return undefined;
  const form = formOf(prefix);
  const matching = around.filter((one) => form.test(one)).length;
  if (matching < LEAST || matching < SHARE * around.length) return undefined;
  return {
    name: 'prefix',
    share: SHARE,
    least: LEAST,
    peel: (text) => {
      const match = form.exec(text);
      return match === null ? undefined : { text: text.slice(match[0].length) };
    },
  };
}

/** Digits stand for any digits; of an empty line the blanks at the end may be missing. */
function formOf(prefix: string): RegExp {
  const kept = prefix.trimEnd();
  const blanks = prefix.length - kept.length;
  const pattern = kept
    .split(/(\d+)/)
    .map((part) => (/^\d/.test(part) ? String.raw`\d+` : part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)))
    .join('');
  const tail = kept === '' || blanks === 0 ? `[ \\t]{${blanks}}` : `(?:[ \\t]{${blanks}}|[ \\t]*$)`;
  return new RegExp(`^${pattern}${tail}`);
}
