import { ISO_TIME, isoTime } from '../times.ts';
import type { Wrapper } from '../wrapper.ts';

const STAMP = new RegExp(String.raw`^\uFEFF?(?: {3})?\[?(${ISO_TIME})\]?(?: |$)`);

/** `kubectl logs --timestamps`, `docker logs -t`, must-gather, Jenkins, `cf logs` (three blanks before it): a time, a blank, the line. */
export const timestamps: Wrapper = {
  name: 'timestamps',
  share: 0.5,
  least: 1,
  fixed: true,
  peel: (line) => {
    const match = STAMP.exec(line);
    return match === null ? undefined : { text: line.slice(match[0].length) };
  },
  time: (line) => isoTime(STAMP.exec(line)?.[1] ?? ''),
};
