import { wrap } from '../../../text/wrap.ts';
import type { Report } from '../../report.ts';
import { edgeOf, rootWords, tellingRoots, treeOf, waitWords } from '../../waits.ts';
import { cited, COLUMNS, heading, paragraph } from './layout.ts';
import type { Palette } from './palette.ts';

/** Waits of a root that are listed, and how many steps from it. */
const MOST_WAITS = 6;
const DEEPEST = 3;

/** Who keeps many waiting, and the waits that hang on it. */
export function waits(report: Report, palette: Palette): string[] {
  const roots = tellingRoots(report);
  if (roots.length === 0) return [];
  return [
    ...heading('Who waits for whom', palette),
    ...roots.flatMap((root) => {
      const tree = treeOf(root, MOST_WAITS, DEEPEST);
      const left = root.waits.length + root.otherWaits - tree.length;
      return [
        ...paragraph(rootWords(root)),
        ...cited(root.citations[0], palette, '    ', 0),
        ...tree.flatMap((wait) =>
          wrap(waitWords(wait, edgeOf(report, root.dump, wait.edge)), COLUMNS, { first: `${'  '.repeat(wait.depth + 1)}- `, long: 'keep' }),
        ),
        ...(left > 0 ? [`    … and ${left} more: the JSON report has all`] : []),
      ];
    }),
  ];
}
