import type { Line } from '../../src/text/line.ts';
import { lineTime } from './line-time.ts';

/** The field of a record that has its time: as Docker writes it last, as loggers write it first. */
const FIELD = /"(?:time|timestamp|@timestamp|ts)": ?"([^"]{20,40})"/;
/** Characters at both ends of a record in which it is looked for. */
const WITHIN = 200;

/** Unix milliseconds that a platform or a logger has put around a line, with their zone; undefined where nothing was, or no time. Never a time of the text itself. */
export function timeBefore({ text, raw }: Line): number | undefined {
  if (raw === undefined) return undefined;
  if (raw.startsWith('{')) {
    // Several in one line may be of several times.
    if (raw.includes('}{')) return undefined;
    const field = FIELD.exec(raw.slice(0, WITHIN)) ?? FIELD.exec(raw.slice(-WITHIN));
    return field?.[1] === undefined ? undefined : lineTime(field[1]);
  }
  if (raw.endsWith(text)) return lineTime(raw.slice(0, raw.length - text.length));
  // What stands between is a record of its own: only a time at the very beginning is surely around it.
  return lineTime(raw.slice(0, raw.search(/[{"]|$/)));
}

/** Unix milliseconds of a line: of the time that it has itself, or else of the one around it. `text`: what of it is read, where that is not all. */
export function timeOf(line: Line, text: string = line.text): number | undefined {
  return lineTime(text) ?? timeBefore(line);
}
