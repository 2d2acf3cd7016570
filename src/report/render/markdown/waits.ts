import type { Report } from '../../report.ts';
import { edgeOf, rootWords, tellingRoots, treeOf, waitWords } from '../../waits.ts';
import type { Block } from './blocks.ts';
import { code } from './inline.ts';
import { place } from './place.ts';

/** Waits of a root that are listed, and how many steps from it. */
const MOST_WAITS = 10;
const DEEPEST = 3;

/** Who keeps many waiting, each with the waits that hang on it as a list within a list. */
export function waits(report: Report): Block[] {
  return tellingRoots(report).map((root) => {
    const tree = treeOf(root, MOST_WAITS, DEEPEST);
    const left = root.waits.length + root.otherWaits - tree.length;
    return [
      `- ${rootWords(root, code)} (${place(root.citations[0])})`,
      ...tree.map((wait) => `${'  '.repeat(wait.depth)}- ${waitWords(wait, edgeOf(report, root.dump, wait.edge), code)}`),
      ...(left > 0 ? [`  - … and ${left} more`] : []),
    ];
  });
}
