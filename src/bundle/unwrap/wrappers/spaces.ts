import type { Wrapper } from '../wrapper.ts';

const CALL = /^[^\s(][^(]*\(.*\)\r?$/;
const PLACE = /^( {1,8})[^\s].{0,1000}\.(?:go|s):\d{1,9}(?: \+0x[0-9a-f]{1,16})?\r?$/;

/**
 * A copy in which every tab became so many blanks, as terminals and chats make it: where the places below the calls of a stack stand
 * behind blanks, all behind as many, and no tab is left. Undefined where it is none.
 */
export function detectSpaces(sample: readonly string[]): Wrapper | undefined {
  let width = 0;
  for (const [i, line] of sample.entries()) {
    if (line.includes('\t')) return undefined;
    const blanks = PLACE.exec(line)?.[1]?.length;
    if (blanks === undefined || !CALL.test(sample[i - 1] ?? '')) continue;
    if (width !== 0 && blanks !== width) return undefined;
    width = blanks;
  }
  if (width === 0) return undefined;
  return {
    name: 'tabs-as-blanks',
    share: 0,
    least: 0,
    peel: (line) => {
      const blanks = line.search(/[^ ]|$/);
      // Race reports and sanitizers indent with blanks themselves, their places further than by one tab.
      const isOwn = blanks % width !== 0 || (blanks !== width && PLACE.test(line));
      return { text: isOwn ? line : '\t'.repeat(blanks / width) + line.slice(blanks) };
    },
  };
}
