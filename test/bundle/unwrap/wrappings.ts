/**
 * Ways in which a platform wraps the lines of a program: the reverse of src/bundle/unwrap. Each gives the lines of the
 * file and, for each line of the program, the line of the file that it stands in (from 1).
 */
export interface Wrapped {
  readonly lines: readonly string[];
  readonly places: readonly number[];
}

export interface Wrapping {
  readonly name: string;
  /** Wrapper names that the inventory must show. */
  readonly layers: readonly string[];
  /** The tool takes the blanks around each line away. */
  readonly trims?: boolean;
  readonly wrap: (lines: readonly string[]) => Wrapped;
}

const at = (i: number) => new Date(Date.UTC(2026, 2, 3, 10, 0, 0) + i);
const iso = (i: number) => at(i).toISOString().replace('Z', '000000Z');
const short = (i: number) =>
  `Mar  3 10:${String(Math.floor(i / 60_000)).padStart(2, '0')}:${String(Math.floor(i / 1000) % 60).padStart(2, '0')}`;

/** A wrapping that turns a line into a line. */
function perLine(name: string, form: (line: string, i: number) => string): Wrapping {
  return {
    name,
    layers: [name.split(' ')[0] ?? name],
    wrap: (lines) => ({ lines: lines.map(form), places: lines.map((_, i) => i + 1) }),
  };
}

/** An export in JSON, indented as its tool does it; `mark` is a text that only the lines have that hold a text. */
function pretty(name: string, mark: string, form: (lines: readonly string[]) => unknown, blanks = 2): Wrapping {
  return {
    name,
    layers: ['json-document'],
    wrap: (lines) => {
      const out = JSON.stringify(form(lines), null, blanks).split('\n');
      return { lines: out, places: out.flatMap((line, i) => (line.trimStart().startsWith(mark) ? [i + 1] : [])) };
    },
  };
}

/** An export in JSON in one line. */
function inOneLine(name: string, form: (lines: readonly string[]) => unknown): Wrapping {
  return { name, layers: ['json-document'], wrap: (lines) => ({ lines: [JSON.stringify(form(lines))], places: lines.map(() => 1) }) };
}

/** An export as comma-separated values, a row a line. */
function rows(name: string, header: string, form: (field: string, i: number) => string): Wrapping {
  return {
    name,
    layers: ['csv'],
    wrap: (lines) => ({
      lines: [header, ...lines.map((line, i) => form(csvField(line), i))],
      places: lines.map((_, i) => i + 2),
    }),
  };
}

/** A time that a tool prints, and below it another wrapper. */
function timed(wrapping: Wrapping, ...outer: readonly string[]): Wrapping {
  return { ...wrapping, layers: [...outer, ...wrapping.layers] };
}

/** Cuts a line as container runtimes do. */
function pieces(line: string, size: number): string[] {
  const found: string[] = [];
  for (let start = 0; start < line.length || found.length === 0; start += size) found.push(line.slice(start, start + size));
  return found;
}

function cutting(name: string, size: number, form: (piece: string, last: boolean, i: number) => string): Wrapping {
  return {
    name,
    layers: [name.split(' ')[0] ?? name],
    wrap: (lines) => {
      const out: string[] = [];
      const places: number[] = [];
      for (const line of lines) {
        places.push(out.length + 1);
        const cut = pieces(line, size);
        for (const [i, piece] of cut.entries()) out.push(form(piece, i === cut.length - 1, out.length));
      }
      return { lines: out, places };
    },
  };
}

/** Whole text in one record of one line. */
function oneRecord(name: string, layers: readonly string[], form: (text: string) => string): Wrapping {
  return { name, layers, wrap: (lines) => ({ lines: [form(lines.join('\n'))], places: lines.map(() => 1) }) };
}

const goQuote = (text: string) => JSON.stringify(text).replaceAll('\\u001b', '\\x1b');
const octal = (text: string) => text.replaceAll('\t', '#011');
const csvField = (text: string) => `"${text.replaceAll('"', '""')}"`;

export const WRAPPINGS: readonly Wrapping[] = [
  perLine('cri', (line, i) => `${iso(i)} stderr F ${line}`),
  cutting('cri in parts', 40, (piece, last, i) => `${iso(i)} stderr ${last ? 'F' : 'P'} ${piece}`),
  perLine('docker-json-file', (line, i) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: iso(i) })),
  cutting('docker-json-file in parts', 40, (piece, last, i) =>
    JSON.stringify({ log: last ? `${piece}\n` : piece, stream: 'stderr', time: iso(i) }).replaceAll('<', '\\u003c'),
  ),
  perLine('timestamps', (line, i) => `${iso(i)} ${line}`),
  perLine('timestamps with offset', (line, i) => `${iso(i).replace('Z', '+02:00')} ${line}`),
  perLine('kubectl-prefix', (line) => `[pod/web-7d4b9c6f5-x2x7z/app] ${line}`),
  perLine('stern', (line) => `web-7d4b9c6f5-x2x7z app ${line}`),
  perLine('kail', (line) => `shop/web-7d4b9c6f5-x2x7z[app]: ${line}`),
  perLine('docker-compose', (line) => `web-1  | ${line}`),
  perLine('pm2', (line) => `0|web  | ${line}`),
  perLine('journald', (line, i) => `${short(i)} node-1 web[4711]: ${line}`),
  perLine('journald short-iso', (line, i) => `${iso(i).slice(0, 19)}+0000 node-1 web[4711]: ${line}`),
  perLine('journald short-precise', (line, i) => `${short(i)}.${String(i % 1000).padStart(3, '0')}000 node-1 web[4711]: ${line}`),
  perLine('journald short-full', (line, i) => `Tue ${iso(i).slice(0, 10)} ${iso(i).slice(11, 19)} UTC node-1 web[4711]: ${line}`),
  perLine('journald short-monotonic', (line, i) => `[${(12_345 + i / 1000).toFixed(6).padStart(12)}] node-1 web[4711]: ${line}`),
  perLine('journald-json', (line, i) =>
    JSON.stringify({
      __CURSOR: `s=1;i=${i}`,
      __REALTIME_TIMESTAMP: String(1_770_000_000_000_000 + i),
      _PID: '4711',
      _HOSTNAME: 'node-1',
      MESSAGE: line,
    }),
  ),
  perLine('journald-json as bytes', (line, i) =>
    JSON.stringify({ __REALTIME_TIMESTAMP: String(1_770_000_000_000_000 + i), _PID: '4711', MESSAGE: [...Buffer.from(line)] }),
  ),
  perLine('syslog', (line, i) => `<11>${short(i)} node-1 web[4711]: ${octal(line)}`),
  perLine('syslog RFC 5424', (line, i) => `<11>1 ${iso(i)} node-1 web 4711 - [meta a="x]y"] \uFEFF${octal(line)}`),
  perLine('gcp', (line, i) =>
    JSON.stringify({
      textPayload: line,
      insertId: `a${i}`,
      timestamp: iso(i),
      resource: { labels: { pod_name: 'web-0', container_name: 'app' } },
    }),
  ),
  perLine('cloudwatch', (line, i) => JSON.stringify({ timestamp: 1_770_000_000_000 + i, message: line, logStreamName: 'web/app/1' })),
  perLine('elastic', (line, i) =>
    JSON.stringify({
      _index: 'logs',
      _id: `a${i}`,
      _source: { '@timestamp': iso(i), message: line, kubernetes: { pod: { name: 'web-0' } } },
    }),
  ),
  {
    ...perLine('loki', (line, i) => `${iso(i).slice(0, 19)}Z {namespace="shop", pod="web-0", container="app"} ${line.trim()}`),
    trims: true,
  },
  {
    // The levels that Loki finds in the lines are among their labels; all labels have the width of the longest ones.
    ...perLine('loki with levels', (line, i) => {
      const level = line.startsWith('panic') ? 'critical' : i % 2 === 0 ? 'unknown' : 'info';
      return `${iso(i).slice(0, 19)}Z ${`{detected_level="${level}", pod="web-0"}`.padEnd(44)} ${line.trim()}`;
    }),
    trims: true,
  },
  perLine('loki as Grafana downloads it', (line, i) => `${at(i).getTime()}\t${at(i).toISOString()}\t${line}`),
  perLine('loki-json without labels', (line, i) => JSON.stringify({ line, timestamp: iso(i) })),
  perLine('github-actions', (line, i) => `${iso(i).slice(0, 23)}0000Z ${line}`),
  perLine('github-actions marked as errors', (line, i) => `${iso(i).slice(0, 23)}0000Z ##[error]${line}`),
  perLine(
    'github-actions of a step',
    (line, i) => `test (1.26, ubuntu)\tRun go test ./...\t${i === 0 ? '\uFEFF' : ''}${iso(i).slice(0, 23)}0000Z ${line}`,
  ),
  perLine('aws-logs-tail', (line, i) => `${iso(i).slice(0, 23)}000+00:00 web/app/0f3b2a9c4d5e ${line}`.trimEnd()),
  perLine('aws-logs-tail of a function', (line, i) => `${iso(i).slice(0, 23)}000+00:00 2026/03/03/[$LATEST]0f3b2a9c4d5e ${line}`.trimEnd()),
  perLine('timestamps of aws logs tail --format short', (line, i) => `${iso(i).slice(0, 19)} ${line}`.trimEnd()),
  perLine('docker-compose as a service of a swarm', (line) => `shop_web.1.q8d2x4v9k1m0@node-1    | ${line}`),
  timed(
    perLine('heroku', (line, i) => `${iso(i).slice(0, 23)}000+00:00 app[web.1]: ${line}`),
    'timestamps',
  ),
  timed(
    perLine('cloud-foundry', (line, i) => `   ${iso(i).slice(0, 22)}+0000 [APP/PROC/WEB/0] ERR ${line}`),
    'timestamps',
  ),
  timed(
    perLine('fly', (line, i) => `${iso(i).slice(0, 19)}Z app[3d8d7a4b] lhr [info]${line}`),
    'timestamps',
  ),
  timed(
    perLine('fly of an older release', (line, i) => `${iso(i).slice(0, 19)}Z app[3d8d7a4b] lhr [info] ${line}`),
    'timestamps',
  ),
  perLine('splunk', (line, i) =>
    JSON.stringify({ preview: false, offset: i, result: { _raw: line, _time: `${iso(i).slice(0, 23)}+00:00`, host: 'node-1' } }),
  ),
  perLine('loki as columns', (line, i) => `${1_770_000_000_000_000_000n + BigInt(i) * 1000n}\t{"pod":"web-0"}\t${line}`),
  perLine('loki-json', (line, i) => JSON.stringify({ labels: { pod: 'web-0' }, line, timestamp: iso(i) })),
  perLine('fluent', (line) => JSON.stringify({ log: `${line}\n`, container_id: 'abc', source: 'stderr' })),
  perLine('go-test-json', (line) =>
    JSON.stringify({ Action: 'output', Package: 'example.org/shop', Test: 'TestBuy', Output: `${line}\n` }),
  ),
  perLine('quoted', (line) => (line === '' ? '>' : `> ${line}`)),
  perLine('indented', (line) => (line === '' ? '' : `    ${line}`)),
  perLine('prefix of a build log', (line, i) => `#6 0.${String(100 + i)} ${line}`),
  perLine('prefix with bars', (line, i) => (line === '' ? `  | ${iso(i)} |` : `  | ${iso(i)} | ${line}`)),
  perLine('prefix that is cut', (line) => `]: ${line}`),
  oneRecord('json-log', ['json-log'], (text) => JSON.stringify({ level: 'error', ts: 1_770_000_000.5, msg: text })),
  oneRecord('logrus', ['quoted-string'], (text) => `time="2026-03-03T10:00:00Z" level=error msg=${goQuote(text)}`),
  oneRecord('klog', ['quoted-string'], (text) => `E0303 10:00:00.000000       1 runtime.go:79] ${goQuote(text)}`),
  {
    name: 'gcp as an array',
    layers: ['json-document'],
    wrap: (lines) => {
      const records = lines.map((line, i) => ({ insertId: `a${i}`, textPayload: line, timestamp: iso(i) }));
      const text = JSON.stringify(records, null, 2).split('\n');
      return { lines: text, places: text.flatMap((line, i) => (line.includes('"textPayload"') ? [i + 1] : [])) };
    },
  },
  {
    name: 'cloudwatch events in one line',
    layers: ['json-document'],
    wrap: (lines) => ({
      lines: [JSON.stringify({ events: lines.map((message, i) => ({ timestamp: 1_770_000_000_000 + i, message, ingestionTime: 1 })) })],
      places: lines.map(() => 1),
    }),
  },
  {
    name: 'loki query',
    layers: ['json-document'],
    wrap: (lines) => ({
      lines: [
        JSON.stringify({
          status: 'success',
          data: { result: [{ stream: { pod: 'web-0' }, values: lines.map((line, i) => [`${1_770_000_000_000_000 + i}000`, line]) }] },
        }),
      ],
      places: lines.map(() => 1),
    }),
  },
  {
    name: 'an HTTP collector of a support bundle',
    layers: ['json-document'],
    wrap: (lines) => ({
      lines: JSON.stringify(
        { response: { status: 200, body: `${lines.join('\n')}\n`, headers: { 'Content-Type': 'text/plain' } } },
        null,
        2,
      ).split('\n'),
      places: lines.map(() => 4),
    }),
  },
  pretty('what Grafana downloads as JSON', '"line"', (lines) =>
    lines.map((line, i) => ({ line, timestamp: `${at(i).getTime()}000000`, date: at(i).toISOString(), fields: { pod: 'web-0' } })),
  ),
  pretty(
    'aws logs get-log-events',
    '"message"',
    (lines) => ({
      events: lines.map((message, i) => ({ timestamp: at(i).getTime(), message, ingestionTime: at(i).getTime() })),
      nextForwardToken: 'f/1',
      nextBackwardToken: 'b/1',
    }),
    4,
  ),
  pretty('gcp with messages, as the Logs Explorer downloads it', '"message"', (lines) =>
    lines.map((message, i) => ({
      insertId: `a${i}`,
      jsonPayload: { message },
      resource: { type: 'k8s_container', labels: { pod_name: 'web-0', container_name: 'app', namespace_name: 'shop' } },
      timestamp: iso(i),
      severity: 'ERROR',
    })),
  ),
  inOneLine('aws logs get-query-results', (lines) => ({
    results: lines.map((line, i) => [
      { field: '@timestamp', value: iso(i).slice(0, 23).replace('T', ' ') },
      { field: '@message', value: line },
      { field: '@ptr', value: `a${i}` },
    ]),
    status: 'Complete',
  })),
  inOneLine('hits of OpenSearch', (lines) => ({
    took: 1,
    hits: {
      total: { value: lines.length },
      hits: lines.map((message, i) => ({ _id: `a${i}`, _source: { '@timestamp': iso(i), message } })),
    },
  })),
  inOneLine('results of Splunk', (lines) => ({
    preview: false,
    results: lines.map((line, i) => ({ _raw: line, _time: `${iso(i).slice(0, 23)}+00:00`, host: 'node-1' })),
  })),
  rows(
    'csv of Kibana',
    '"@timestamp","_id",message,"kubernetes.pod.name"',
    (field, i) => `"Mar 3, 2026 @ ${iso(i).slice(11, 23)}",a${i},${field},"web-0"`,
  ),
  rows('csv of Datadog', '"Date","Host","Service","Message"', (field, i) => `"${at(i).toISOString()}","i-0abc","web",${field}`),
  rows('csv of Splunk', '"_time",source,host,"_raw"', (field, i) => `"${iso(i).slice(0, 23)}+0000","/var/log/web.log","node-1",${field}`),
  rows(
    'csv of CloudWatch Insights',
    '@timestamp,@message,@logStream',
    (field, i) => `${iso(i).slice(0, 23).replace('T', ' ')},${field},web/1`,
  ),
  {
    name: 'csv',
    layers: ['csv'],
    wrap: (lines) => ({
      lines: ['timestamp,message', ...lines.map((line, i) => `${1_770_000_000_000 + i},${csvField(line)}`)],
      places: lines.map((_, i) => i + 2),
    }),
  },
  {
    name: 'csv with one record',
    layers: ['csv'],
    wrap: (lines) => ({
      lines: ['insertId,timestamp,textPayload', ...`a1,${iso(0)},${csvField(lines.join('\n'))}`.split('\n')],
      places: lines.map(() => 2),
    }),
  },
  {
    name: 'journald-export',
    layers: ['journald-export'],
    wrap: (lines) => {
      const out: string[] = [];
      const places: number[] = [];
      for (const [i, line] of lines.entries()) {
        out.push(`__CURSOR=s=1;i=${i}`, `__REALTIME_TIMESTAMP=${1_770_000_000_000_000 + i}`, '_PID=4711');
        // A tab is a control character: such a value is written in the binary form.
        if (line.includes('\t')) {
          out.push('MESSAGE', `${String.fromCharCode(line.length % 256 === 10 ? 11 : line.length % 256)}\0\0\0\0\0\0\0${line}`);
        } else out.push(`MESSAGE=${line}`);
        places.push(out.length);
        out.push('');
      }
      return { lines: out, places };
    },
  },
];

/** One wrapping around another. */
export function nested(outer: Wrapping, inner: Wrapping): Wrapping {
  return {
    name: `${inner.name} in ${outer.name}`,
    layers: [...outer.layers, ...inner.layers],
    wrap: (lines) => {
      const within = inner.wrap(lines);
      const whole = outer.wrap(within.lines);
      return { lines: whole.lines, places: within.places.map((place) => whole.places[place - 1] ?? 0) };
    },
  };
}
