import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { analyze } from '../../../src/analyze.ts';
import type { Report } from '../../../src/report/report.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import type { FileLines } from '../../../src/tui/views/file-lines.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');

/** Signatures that are kept among the outcomes without evidence: the others come and go with every new signature. */
const KEPT = new Set(['thread-limit', 'send-on-closed-channel', 'gc-death-spiral', 'data-race']);

/** Of an incident, or of one of its files alone; its path is as a user in the project's root gives it. */
export async function incident(name: string): Promise<Report> {
  const report = await analyze([relative(process.cwd(), join(INCIDENTS, name))]);
  return {
    ...report,
    cleared: report.cleared.filter(({ signature }) => KEPT.has(signature)),
    notApplicable: report.notApplicable.filter((one) => KEPT.has(one.signature)),
  };
}

/** The lines of the files of an incident, as the app would give them. */
export function linesIn(name: string): (path: string) => FileLines {
  return (path) => {
    const bytes = readFileSync(path.endsWith(name) ? join(INCIDENTS, name) : join(INCIDENTS, name, path));
    if (bytes.includes(0)) return { count: 0, complete: true, line: () => undefined, problem: sanitize('it is binary') };
    const lines = bytes.toString('utf8').split('\n').slice(0, -1);
    return {
      count: lines.length,
      complete: true,
      line: (number) => {
        const line = lines[number - 1];
        return line === undefined ? undefined : sanitize(line);
      },
    };
  };
}
