import type { SafeText } from '../../src/text/safe-text.ts';
import { citeLine } from '../cite-line.ts';
import type { NamedFileModule } from '../parser.ts';
import { readControlFile } from './part.ts';
import { placeOf } from './place.ts';

/** Reads the files of control groups where each is saved as a file of its own. */
export const cgroupFiles: NamedFileModule = {
  name: 'cgroup',
  takes: (path: SafeText) => placeOf(path) !== undefined,
  parse: (lines, context) => {
    const { path, scope } = context.source;
    const place = placeOf(path);
    if (place === undefined) return false;
    const rows = lines.map((line) => ({ line, content: line.text }));
    const read = readControlFile(place, rows, { path, scope });
    if (read === undefined) return false;
    context.found('cgroup');
    const { unread, firstUnread } = read;
    if (firstUnread !== undefined) {
      context.skipped({
        reason: `lines that are not of the form of ${place.name}`,
        amount: unread,
        unit: 'lines',
        citation: citeLine(path, firstUnread),
      });
    }
    if (read.states) context.part(JSON.stringify(['cgroup', scope, place.group]), read.draft);
    return true;
  },
};
