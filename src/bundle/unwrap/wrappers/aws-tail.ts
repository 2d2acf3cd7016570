import { isoTime } from '../times.ts';
import type { Wrapper } from '../wrapper.ts';
import { scopeOf } from './sources.ts';

/** The time as Python's isoformat prints it, the name of the stream, the event. */
const EVENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?[+-]\d\d:\d\d) ([\w./[\]$#-]{8,512})(?: ([^]*))?$/;
/** Streams are named after tasks, instances and containers: their names have numbers in them, words have none. */
const STREAM = /\d/;
/** More streams than that in a few hundred lines are none. */
const MOST_NAMES = 40;

/**
 * `aws logs tail`: `2026-03-03T10:00:00.000000+00:00 web/app/0f3b2a9c text`. The further lines of an event have no prefix.
 * Source: aws-cli, awscli/customizations/logs/tail.py (DetailedLogEventsFormatter).
 */
export const awsTail: Wrapper = {
  name: 'aws-logs-tail',
  // An event may have a whole dump for its text.
  share: 0.01,
  least: 3,
  peel: (line) => {
    const match = EVENT.exec(line);
    if (match === null || !STREAM.test(match[2] ?? '')) return undefined;
    return { text: match[3] ?? '', stream: match[2] ?? '', scope: scopeOf({ process: match[2] }) };
  },
  time: isoTime,
  continuation: (line) => line,
  // The first words of a program's lines are no streams: they do not come again and again, and not in every line with a time.
  plausible: (sample) => {
    const timed = sample.filter((line) => isoTime(line) !== undefined);
    const names = timed.map((line) => EVENT.exec(line)?.[2]).filter((name) => name !== undefined && STREAM.test(name));
    return names.length >= 0.9 * timed.length && new Set(names).size <= Math.min(MOST_NAMES, names.length / 2);
  },
};
