import type { Line } from '../../../text/line.ts';
import { isoTime, kibanaTime } from '../times.ts';
import { scopeOf } from '../wrappers/sources.ts';
import type { DocumentFormat, DocumentRecord } from './document.ts';

/** Names of columns that hold the line of the log, as consoles name them, in lower case. */
const MESSAGES = ['message', '@message', 'textpayload', 'jsonpayload.message', '_source.message', 'content', '_raw', 'log', 'line', 'msg'];
const TIMES = ['timestamp', '@timestamp', 'time', '_time', 'date', 'receivetimestamp'];
/** Columns that say whose line it is. */
const SOURCES = [
  'logstreamname',
  '@logstream',
  'pod',
  'pod_name',
  'kubernetes.pod.name',
  'resource.labels.pod_name',
  'pod name',
  'container',
  'container_name',
  'container name',
  'kubernetes.container.name',
  'service',
  'host',
  'source',
  'stream',
];
const OUTPUT = 'stream';

/** Exports of a console as comma-separated values (RFC 4180): quotes doubled, line ends inside quotes. */
export const csvDocument: DocumentFormat = {
  name: 'csv',
  fits: (sample) => columnsOf(sample.find((line) => line.trim() !== '') ?? '') !== undefined,
  records: (lines) => {
    const columns = columnsOf(lines.find((line) => line.text.trim() !== '')?.text ?? '');
    if (columns === undefined) return undefined;
    return rows(lines)
      .slice(1)
      .flatMap(({ fields, number }): DocumentRecord[] => {
        const text = fields[columns.message];
        if (text === undefined) return [];
        const stamp = columns.time < 0 ? '' : (fields[columns.time] ?? '');
        const time = /^\d{10,19}$/.test(stamp) ? Number(stamp.slice(0, 16)) : (isoTime(stamp) ?? kibanaTime(stamp));
        const stream = columns.sources.map((index) => fields[index] ?? '').join(' ');
        const process = columns.processes.map((index) => fields[index] ?? '').join(' ');
        return [
          {
            text: text.replace(/\n$/, ''),
            stream,
            scope: scopeOf({ process: process.trim() }),
            number,
            ...(time === undefined ? {} : { time }),
          },
        ];
      });
  },
};

interface Columns {
  readonly message: number;
  readonly time: number;
  readonly sources: readonly number[];
  /** Of these, the ones that name more than an output of a process. */
  readonly processes: readonly number[];
}

function columnsOf(header: string): Columns | undefined {
  if (!header.includes(',') || header.length > 4000) return undefined;
  const names = rows([{ text: header.replace(/^\uFEFF/, ''), number: 1 }])[0]?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  // A header is names, not prose.
  if (names.some((name) => name === '' || !/^[\w@.[\]/ -]{1,80}$/.test(name))) return undefined;
  const message = MESSAGES.map((name) => names.indexOf(name)).find((index) => index >= 0);
  const time = TIMES.map((name) => names.indexOf(name)).find((index) => index >= 0);
  if (message === undefined || (time === undefined && names.length < 3)) return undefined;
  const placesOf = (wanted: readonly string[]) => wanted.map((name) => names.indexOf(name)).filter((index) => index >= 0);
  return { message, time: time ?? -1, sources: placesOf(SOURCES), processes: placesOf(SOURCES.filter((name) => name !== OUTPUT)) };
}

/** Records with the line on which each begins. */
function rows(lines: readonly Line[]): { fields: string[]; number: number }[] {
  const found: { fields: string[]; number: number }[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let start = lines[0]?.number ?? 1;
  for (const { text, number } of lines) {
    if (quoted) field += '\n';
    else {
      if (text.trim() === '') continue;
      start = number;
    }
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    let at = 0;
    while (at <= line.length) {
      if (quoted) {
        const quote = line.indexOf('"', at);
        if (quote < 0) {
          field += line.slice(at);
          break;
        }
        field += line.slice(at, quote);
        if (line.charAt(quote + 1) === '"') field += '"';
        else quoted = false;
        at = line.charAt(quote + 1) === '"' ? quote + 2 : quote + 1;
        continue;
      }
      if (field === '' && line.charAt(at) === '"') {
        quoted = true;
        at++;
        continue;
      }
      const comma = line.indexOf(',', at);
      field += line.slice(at, comma < 0 ? line.length : comma);
      fields.push(field);
      field = '';
      if (comma < 0) break;
      at = comma + 1;
    }
    if (!quoted && fields.length > 0) {
      found.push({ fields, number: start });
      fields = [];
    }
  }
  return found;
}
