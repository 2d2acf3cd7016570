import type { CaseFile } from '../../evidence/case-file.ts';
import type { CrashFact } from '../../evidence/facts/crash.ts';
import { sanitize } from '../../text/safe-text.ts';
import { crashMessage } from '../render/crash-message.ts';
import type { TimelineEntry } from '../report.ts';

/** Crashes, where something has put a time before them. */
export function crashEntries(caseFile: CaseFile): TimelineEntry[] {
  return caseFile.of('crash').flatMap((crash): TimelineEntry[] => {
    const { atUnixMs, citations } = crash;
    if (atUnixMs === undefined) return [];
    return [{ atMs: atUnixMs, clock: 'unix', kind: 'crash', event: sanitize(crashWords(crash)), citation: citations[0] }];
  });
}

/** What a crash says, in words. */
export function crashWords(crash: CrashFact): string {
  return `${crash.class.replaceAll('-', ' ')}: ${crashMessage(crash)}`;
}
