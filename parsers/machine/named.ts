import type { Line } from '../../src/text/line.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { citeLine } from '../cite-line.ts';
import type { NamedFileModule } from '../parser.ts';
import { machineFile } from './files.ts';
import { type Row, machinePart } from './part.ts';

/** Reads files of /proc that are of no process where each is saved as a file of its own. */
export const machineFiles: NamedFileModule = {
  name: 'machine',
  takes: (path: SafeText) => machineFile(path) !== undefined,
  parse: (lines, context) => {
    const { path, scope } = context.source;
    const file = machineFile(path);
    if (file === undefined) return false;
    const rows: Row[] = [];
    const unread: Line[] = [];
    for (const line of lines) {
      const content = line.text.trim();
      if (content === '') continue;
      if (line.cut !== true && file.fits(content) && !(file.single === true && rows.length > 0)) rows.push({ line, content });
      else unread.push(line);
    }
    // Something else stands in it: it is read as a transcript.
    if (rows.length === 0 || unread.length > rows.length || (file.single === true && unread.length > 0)) return false;
    const [firstUnread] = unread;
    if (file.read === undefined) {
      context.passOver?.(`${file.name} of /proc: no root cause rests on it`);
      return true;
    }
    context.found('machine');
    const draft = machinePart(file, rows, { path, scope }, { unparsedLines: unread.length });
    if (draft !== undefined) context.part(JSON.stringify(['machine', scope]), draft);
    if (firstUnread !== undefined) {
      const citation = citeLine(path, firstUnread);
      context.skipped({ reason: `lines that are not of the form of ${file.name}`, amount: unread.length, unit: 'lines', citation });
    }
    return true;
  },
};
