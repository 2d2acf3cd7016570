import { ISO_TIME, isoTime } from '../times.ts';
import type { Peeled, Wrapper } from '../wrapper.ts';
import { scopeOf } from './sources.ts';

/** `{namespace="shop", pod="web-0"}`; a value may hold braces. */
const LABELS = String.raw`\{(?:[A-Za-z_][\w.]{0,200}="(?:[^"\\]|\\.)*"(?:, ?)?){0,100}\}`;
/** logcli pads the labels to one width and takes the blanks around the line away. Source: pkg/logcli/output/default.go. */
const LOGCLI = new RegExp(String.raw`^(${ISO_TIME})[ \t]+(${LABELS})(?: +([^]*))?$`);
const COLUMNS = /^(\d{19})\t(\{[^\t]{0,4000}\})\t([^]*)$/;
/** Grafana's download as text: milliseconds, the time, the line. Source: public/app/features/inspector/utils/download.ts. */
const DOWNLOAD = new RegExp(String.raw`^(\d{13})\t${ISO_TIME}\t([^]*)$`);
/** Labels that Loki and Grafana find in a line or keep with it: they are not the source's. */
const OF_THE_LINE = new Set(['detected_level', 'level', 'trace_id', 'span_id', 'traceID', 'spanID', 'flags', 'observed_timestamp']);
const OF_THE_OUTPUT = new Set(['namespace', 'container', 'stream', 'filename', 'logtag', 'source', 'log_iostream']);
const LABEL = /(?:^\{|, ?)"?([\w.]{1,200})"?[=:] ?"((?:[^"\\]|\\.)*)"/g;

/** Loki: `logcli` and exports of Grafana, a time, the labels, the line. Newest first unless asked otherwise. */
export const loki: Wrapper = {
  name: 'loki',
  share: 0.5,
  least: 1,
  peel: (line) => {
    const download = DOWNLOAD.exec(line);
    if (download !== null) return { text: download[2] ?? '' };
    const match = LOGCLI.exec(line) ?? COLUMNS.exec(line);
    if (match === null) return undefined;
    const [, , labels = '', text = ''] = match;
    return { text, ...sourceOf(Object.fromEntries([...labels.matchAll(LABEL)].map(([, name = '', value]) => [name, value]))) };
  },
  time: (line) => isoTime(line) ?? millisecondsOf(line),
  continuation: (line) => line,
};

/** Whose line it is by its labels. */
export function sourceOf(labels: Readonly<Record<string, unknown>>): Pick<Peeled, 'stream' | 'scope'> {
  const own = Object.entries(labels).filter(([name]) => !OF_THE_LINE.has(name));
  const value = (name: string) => {
    const found = own.find(([label]) => label === name)?.[1];
    return typeof found === 'string' ? found : undefined;
  };
  // Loose streams are told apart by what else they are labelled with, but not by which output of a process they are.
  const others = own
    .filter(([name, label]) => typeof label === 'string' && !OF_THE_OUTPUT.has(name))
    .map(([name, label]) => `${name}=${String(label)}`);
  return {
    stream: own.length === 0 ? '' : JSON.stringify(own),
    scope: scopeOf({
      namespace: value('namespace'),
      pod: value('pod'),
      container: value('container'),
      ...(value('pod') === undefined ? { process: others.join(' ') } : {}),
    }),
  };
}

/** Of a count of milliseconds or nanoseconds at the start of the line. */
function millisecondsOf(line: string): number {
  return Number(/^(?:\d{19}|\d{13})(?=\t)/.exec(line)?.[0].slice(0, 16) ?? Number.NaN);
}
