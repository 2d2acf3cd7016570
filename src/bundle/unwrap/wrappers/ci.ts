import { isoTime } from '../times.ts';
import type { Wrapper } from '../wrapper.ts';
import { scopeOf } from './sources.ts';

/** Seven digits of a second in UTC: only the runner of GitHub Actions and Azure Pipelines prints that many. */
const STAMP = String.raw`\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z)(?: ([^]*))?$`;
const RAW = new RegExp(`^${STAMP}`);
/** `gh run view --log`: the job and its step before that, with tabs between them. */
const OF_JOB = new RegExp(String.raw`^([^\t]{1,300})\t([^\t]{1,300})\t${STAMP}`);
/** What a step marks as an error is a line that it printed. */
const MARK = /^##\[(?:error|warning|notice|debug)\]/;

/** The log of a job of GitHub Actions, as downloaded and as `gh run view --log` prints it; Azure Pipelines. */
export const actions: Wrapper = {
  name: 'github-actions',
  share: 0.5,
  least: 1,
  peel: (line) => {
    const raw = RAW.exec(line);
    if (raw !== null) return { text: unmarked(raw[2]) };
    const match = OF_JOB.exec(line);
    if (match === null) return undefined;
    return { text: unmarked(match[4]), stream: `${match[1]}\t${match[2]}`, scope: scopeOf({ process: `${match[1]}: ${match[2]}` }) };
  },
  time: (line) => isoTime(RAW.exec(line)?.[1] ?? OF_JOB.exec(line)?.[3] ?? ''),
};

function unmarked(text = ''): string {
  return text.replace(MARK, '');
}
