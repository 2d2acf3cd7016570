import { isoTime } from '../times.ts';
import type { Peeled, Wrapper } from '../wrapper.ts';
import { type JsonObject, objectIn, parseObject, textIn } from './json-object.ts';
import { sourceOf } from './loki.ts';
import { processOf, scopeOf, scopeOfProcess } from './sources.ts';

/** Fields in which structured loggers put their text, the first that is there. */
const MESSAGE_FIELDS = ['message', 'msg', 'log', 'event', '@message', 'Message', 'MESSAGE', '@m', 'text', 'line'];
/** What shows that an object is a log record and not some other JSON: one of these beside the message. */
const RECORD_FIELDS = ['level', 'severity', 'lvl', 'time', 'ts', 'timestamp', '@timestamp', 'logger', 'caller', 'L', 'T', 'stacktrace'];

/** How one platform writes a record; undefined where the object is none of its. */
type Schema = (record: JsonObject) => Peeled | undefined;

/** A wrapper whose lines are objects of JSON, with what it makes of one. */
export interface JsonRecords extends Wrapper {
  readonly record: Schema;
  readonly recordTime?: (record: JsonObject) => number | undefined;
}

function recordWrapper(name: string, share: number, schema: Schema, time?: (record: JsonObject) => number | undefined): JsonRecords {
  return {
    name,
    share,
    least: 1,
    record: schema,
    peel: (line) => {
      const record = parseObject(line);
      return record === undefined ? undefined : schema(record);
    },
    ...(time === undefined
      ? {}
      : {
          recordTime: time,
          time: (line: string) => {
            const record = parseObject(line);
            return record === undefined ? undefined : time(record);
          },
        }),
  };
}

/**
 * Docker's json-file: `{"log":"text\n","stream":"stderr","time":"…"}`. A line over 16 KiB is cut; only its last part ends in a
 * line end. Source: moby daemon/logger/jsonfilelog, daemon/logger/copier.go.
 */
const dockerJson = recordWrapper(
  'docker-json-file',
  0.3,
  (record) => {
    const { log, stream } = record;
    if (typeof log !== 'string' || typeof stream !== 'string' || typeof record['time'] !== 'string') return undefined;
    return log.endsWith('\n') ? { text: log.slice(0, -1), stream } : { text: log, stream, partial: true };
  },
  (record) => isoTime(textIn(record, 'time') ?? ''),
);

/** fluent-bit and FireLens: the line in `log`, long ones in parts that name their order. */
const fluent = recordWrapper(
  'fluent',
  0.5,
  (record) => {
    const { log } = record;
    if (typeof log !== 'string') return undefined;
    const source = textIn(record, 'source') ?? textIn(record, 'stream');
    const kubernetes = objectIn(record, 'kubernetes');
    const container = textIn(record, 'container_id') ?? textIn(record, 'container_name');
    if (source === undefined && container === undefined && kubernetes === undefined) return undefined;
    const text = log.endsWith('\n') ? log.slice(0, -1) : log;
    const partial = textIn(record, 'partial_message') === 'true' && textIn(record, 'partial_last') !== 'true';
    return {
      text,
      stream: [container, textIn(kubernetes, 'pod_name'), textIn(kubernetes, 'container_name'), source].filter(Boolean).join(' '),
      scope: scopeOf({
        namespace: textIn(kubernetes, 'namespace_name'),
        pod: textIn(kubernetes, 'pod_name'),
        container: textIn(kubernetes, 'container_name') ?? container,
      }),
      ...(partial ? { partial } : {}),
    };
  },
  (record) => loggerTime(record),
);

/** `journalctl -o json`: MESSAGE is a text, the bytes of one as numbers, or a list where the field was set twice. */
const journalJson: JsonRecords = {
  hides: true,
  ...recordWrapper(
    'journald-json',
    0.3,
    (record) => {
      if (textIn(record, '__REALTIME_TIMESTAMP') === undefined && textIn(record, '__CURSOR') === undefined) return undefined;
      const host = textIn(record, '_HOSTNAME');
      const unit = textIn(record, '_SYSTEMD_UNIT') ?? textIn(record, 'SYSLOG_IDENTIFIER') ?? '';
      const process = processOf(unit, textIn(record, '_PID') ?? textIn(record, 'SYSLOG_PID'));
      return {
        text: journalText(record['MESSAGE']),
        stream: `${host ?? ''} ${process}`,
        scope: scopeOfProcess(host, process),
      };
    },
    (record) => Number(textIn(record, '__REALTIME_TIMESTAMP')),
  ),
};

function journalText(message: unknown): string {
  if (typeof message === 'string') return message;
  if (!Array.isArray(message)) return '';
  if (message.every((one) => typeof one === 'string')) return message.join('\n');
  return Buffer.from(message.filter((one) => typeof one === 'number')).toString('utf8');
}

/** Google Cloud Logging: `textPayload`, or the message and the stack of a `jsonPayload`. */
const gcp = recordWrapper(
  'gcp',
  0.3,
  (record) => {
    const payload = objectIn(record, 'jsonPayload');
    const text = textIn(record, 'textPayload') ?? (payload === undefined ? undefined : textOfLogger(payload));
    if (text === undefined || !['insertId', 'logName', 'resource', 'receiveTimestamp'].some((name) => name in record)) return undefined;
    const labels = objectIn(objectIn(record, 'resource'), 'labels');
    const scope = {
      namespace: textIn(labels, 'namespace_name'),
      pod: textIn(labels, 'pod_name'),
      container: textIn(labels, 'container_name'),
    };
    return {
      text: trimLineEnd(text),
      stream: `${textIn(record, 'logName') ?? ''} ${Object.values(scope).join('/')}`,
      scope: scopeOf(scope),
    };
  },
  (record) => isoTime(textIn(record, 'timestamp') ?? textIn(record, 'receiveTimestamp') ?? ''),
);

/** Amazon CloudWatch: an event with its time in milliseconds. */
const cloudWatch = recordWrapper(
  'cloudwatch',
  0.5,
  (record) => {
    const message = textIn(record, 'message') ?? textIn(record, '@message');
    if (message === undefined) return undefined;
    const known =
      typeof record['timestamp'] === 'number'
        ? 'ingestionTime' in record || 'eventId' in record || 'logStreamName' in record || Object.keys(record).length === 2
        : '@message' in record && ('@timestamp' in record || '@logStream' in record);
    if (!known) return undefined;
    const stream = textIn(record, 'logStreamName') ?? textIn(record, '@logStream');
    return { text: trimLineEnd(message), stream: stream ?? '', scope: scopeOf({ process: stream }) };
  },
  (record) => (typeof record['timestamp'] === 'number' ? record['timestamp'] : isoTime(textIn(record, '@timestamp') ?? '')),
);

/** Elasticsearch hits (`_source.message`) and what Filebeat ships (`@timestamp`, `message`). */
const elastic = recordWrapper(
  'elastic',
  0.3,
  (record) => {
    const source = objectIn(record, '_source') ?? (textIn(record, '@timestamp') === undefined ? undefined : record);
    const text = textIn(source, 'message') ?? textIn(source, 'log');
    if (source === undefined || text === undefined || (source === record && !isShipped(record))) return undefined;
    const kubernetes = objectIn(source, 'kubernetes');
    const scope = {
      node: textIn(objectIn(source, 'host'), 'name') ?? textIn(source, 'host'),
      namespace: textIn(kubernetes, 'namespace') ?? textIn(kubernetes, 'namespace_name'),
      pod: textIn(objectIn(kubernetes, 'pod'), 'name') ?? textIn(kubernetes, 'pod_name'),
      container: textIn(objectIn(kubernetes, 'container'), 'name') ?? textIn(kubernetes, 'container_name'),
    };
    const file = textIn(objectIn(objectIn(source, 'log'), 'file'), 'path') ?? '';
    const stream = textIn(source, 'stream') ?? '';
    return { text: trimLineEnd(text), stream: [...Object.values(scope), file, stream].join(' '), scope: scopeOf(scope) };
  },
  (record) => isoTime(textIn(objectIn(record, '_source') ?? record, '@timestamp') ?? ''),
);

function isShipped(record: JsonObject): boolean {
  return ['agent', 'ecs', 'host', 'input', 'kubernetes', '@version', '_id'].some((name) => name in record);
}

/**
 * `logcli -o jsonl`: `{"labels":{…},"line":"…","timestamp":"…"}`, without the labels where it was told so. Grafana's download as JSON
 * has them as `fields`. Source: Loki, pkg/logcli/output/jsonl.go.
 */
const lokiJson = recordWrapper(
  'loki-json',
  0.5,
  (record) => {
    const labels = objectIn(record, 'labels') ?? objectIn(record, 'fields');
    const line = textIn(record, 'line');
    if (line === undefined || textIn(record, 'timestamp') === undefined) return undefined;
    if (labels === undefined && Object.keys(record).length > 2) return undefined;
    return { text: trimLineEnd(line), ...sourceOf(labels ?? {}) };
  },
  (record) => lokiTime(textIn(record, 'timestamp') ?? ''),
);

/** A time, or nanoseconds since 1970. */
function lokiTime(text: string): number | undefined {
  return /^\d{19}$/.test(text) ? Number(text.slice(0, 16)) : isoTime(text);
}

/**
 * Splunk: what a search found, `_raw` and beside it the time and the source, in `result` where it was exported line by line. One event may
 * hold many lines.
 */
const splunk = recordWrapper(
  'splunk',
  0.3,
  (record) => {
    const result = objectIn(record, 'result') ?? record;
    const text = textIn(result, '_raw');
    if (text === undefined) return undefined;
    return {
      text: trimLineEnd(text),
      stream: ['host', 'source', 'pod', 'container_name'].map((name) => textIn(result, name) ?? '').join(' '),
      scope: scopeOf({
        node: textIn(result, 'host'),
        pod: textIn(result, 'pod'),
        container: textIn(result, 'container_name'),
        process: textIn(result, 'pod') === undefined ? textIn(result, 'source') : undefined,
      }),
    };
  },
  (record) => isoTime(textIn(objectIn(record, 'result') ?? record, '_time') ?? ''),
);

/** `go test -json`: what a test printed stands in `Output`, a line or a part of one. Source: cmd/internal/test2json. */
const goTest = recordWrapper(
  'go-test-json',
  0.3,
  (record) => {
    const action = textIn(record, 'Action');
    if (action === undefined || (record['Package'] === undefined && record['ImportPath'] === undefined)) return undefined;
    const stream = textIn(record, 'Package') ?? textIn(record, 'ImportPath') ?? '';
    const output = textIn(record, 'Output');
    if (output === undefined) return { text: '', stream, partial: true };
    return output.endsWith('\n') ? { text: output.slice(0, -1), stream } : { text: output, stream, partial: true };
  },
  (record) => isoTime(textIn(record, 'Time') ?? ''),
);

/** Records of a structured logger (zap, zerolog, logrus, slog, klog): the message, then every other text of several lines. */
const jsonLogger = recordWrapper(
  'json-log',
  0.3,
  (record) => {
    if (!RECORD_FIELDS.some((name) => name in record)) return undefined;
    const text = textOfLogger(record);
    return text === undefined ? undefined : { text };
  },
  (record) => loggerTime(record),
);

/** The schemas, those of platforms before those of loggers: an object is of the first that knows it. */
export const JSON_RECORDS: readonly JsonRecords[] = [
  dockerJson,
  goTest,
  journalJson,
  gcp,
  lokiJson,
  splunk,
  fluent,
  cloudWatch,
  elastic,
  jsonLogger,
];

/** What a logger's record says in lines: its message and error, and every text that holds lines of its own. */
function textOfLogger(record: JsonObject): string | undefined {
  const field = MESSAGE_FIELDS.find((name) => typeof record[name] === 'string');
  const others = Object.entries(record).filter(
    (entry): entry is [string, string] => entry[0] !== field && typeof entry[1] === 'string' && entry[1].includes('\n'),
  );
  if (field === undefined && others.length === 0) return undefined;
  const message = field === undefined ? [] : [textIn(record, field) ?? ''];
  const error = ['error', 'err', 'panic', 'panic_reason', 'reason'].flatMap((name) => {
    const text = textIn(record, name);
    if (text === undefined || text.includes('\n') || text === message[0]) return [];
    // Under such a name a text is the panic's value, whatever it says itself.
    return [name.startsWith('panic') && !text.startsWith('panic: ') ? `panic=${JSON.stringify(text)}` : text];
  });
  const said = [...message.map((text) => text + timeTaken(record, text)), ...error].map(trimLineEnd);
  // Behind the last line of the record, which is the last one of the log if the level ended the process.
  const last = said.pop();
  return [
    ...said,
    ...(last === undefined ? [] : [last + levelMark(record, last, error.length > 0)]),
    ...others.map(([, text]) => trimLineEnd(text)),
  ].join('\n');
}

/**
 * Lines that a dump has beside those with such words: a call, its place (a tab stands before it), who created a goroutine, registers, marks of
 * the runtime, the end of `go run`. A dump may be logged line by line.
 */
const OF_A_DUMP =
  /^$|^\s|^\S+\(.*\)$|^\S+\.go:\d+(?: |$)|^created by |^exit status \d|^\.{3}|^\[|^PC=|^[a-z]\w{1,7} +0x[\da-f]+$|^runtime stack:|^signal arrived |^labels: /;

/** What may be a part of a crash stays as it is. */
const mayBeCrash = (text: string): boolean =>
  text.includes('\n') || /panic|fatal error|goroutine |SIG[A-Z]/.test(text) || OF_A_DUMP.test(text);

/** How long something took, as a logger's field says it. */
function timeTaken(record: JsonObject, message: string): string {
  const took = textIn(record, 'took');
  return took !== undefined && /^[\d.]{1,20}[a-zµ]{1,2}$/.test(took) && !mayBeCrash(message) ? ` took=${took}` : '';
}

/**
 * That the level of a record ends the process, or is that of errors: what is logged before `os.Exit(1)`. The latter only beside an error: a line of a
 * dump may be a record of that level as well, and has none.
 */
function levelMark(record: JsonObject, message: string, hasError: boolean): string {
  const level = textIn(record, 'level') ?? textIn(record, 'severity') ?? '';
  if (mayBeCrash(message)) return '';
  return /^(?:fatal|critical|emergency|alert)$/i.test(level) ? ' level=fatal' : hasError && /^error$/i.test(level) ? ' level=error' : '';
}

function loggerTime(record: JsonObject): number | undefined {
  for (const name of ['time', 'ts', 'timestamp', '@timestamp', 'T', 'date']) {
    const value = record[name];
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return isoTime(value);
  }
  return undefined;
}

function trimLineEnd(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
