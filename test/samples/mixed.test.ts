import { describe, expect, it } from 'vitest';
import { isLogLine } from '../../parsers/crash/log-line.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';
import { bare, bytesOf, factsOf, hasStack, holds, placed, read, type Sample, SAMPLES, saysByMargins, some } from './facts.ts';

const at = (i: number) => new Date(Date.UTC(2026, 2, 3, 10, 0, 0) + i).toISOString();
const short = (i: number) => `Mar  3 10:00:${String(Math.floor(i / 1000)).padStart(2, '0')}`;

/** How a line of one of two sources stands in a file; `i` is the line of the file. */
const SOURCES: Readonly<Record<string, (line: string, i: number, source: 0 | 1) => string>> = {
  'two pods of stern': (line, _, s) => `web-7d4b9c6f5-${s === 0 ? 'x2x7z' : 'k9k2p'} app ${line}`,
  'two pods of kubectl --prefix': (line, _, s) => `[pod/web-${s}/app] ${line}`,
  'two containers of kubectl --all-containers --prefix': (line, _, s) => `[pod/web-0/${s === 0 ? 'app' : 'sidecar'}] ${line}`,
  'two pods of kubectl --prefix --timestamps': (line, i, s) => `[pod/web-${s}/app] ${at(i)} ${line}`,
  'two pods of kail': (line, _, s) => `shop/web-7d4b9c6f5-${s === 0 ? 'x2x7z' : 'k9k2p'}[app]: ${line}`,
  'two services of docker compose': (line, _, s) => `${s === 0 ? 'web-1 ' : 'db-1  '} | ${line}`,
  'two tasks of docker service': (line, _, s) => `shop_web.${s + 1}.q8d2x4v9k1m${s}@node-${s}    | ${line}`,
  'two pods of logcli': (line, i, s) => `${at(i).slice(0, 19)}Z {namespace="shop", pod="web-${s}"} ${line}`,
  'two pods of Loki as JSON': (line, i, s) => JSON.stringify({ labels: { pod: `web-${s}` }, line, timestamp: at(i) }),
  'two pods of CRI-like lines': (line, i, s) => `[pod/web-${s}/app] ${at(i)} stderr F ${line}`,
  'two processes of one unit in the journal': (line, i, s) => `${short(i)} node-1 web[${4711 + s}]: ${line}`,
  'two processes of one unit in the journal as JSON': (line, i, s) =>
    JSON.stringify({ __REALTIME_TIMESTAMP: String(1_770_000_000_000_000 + i), _PID: `${4711 + s}`, _SYSTEMD_UNIT: 'web', MESSAGE: line }),
  'two processes of syslog': (line, i, s) => `<11>${short(i)} node-1 web[${4711 + s}]: ${line.replaceAll('\t', '#011')}`,
  'two processes of syslog RFC 5424': (line, i, s) => `<11>1 ${at(i)} node-1 web ${4711 + s} - - ${line.replaceAll('\t', '#011')}`,
  'stdout and stderr of CRI': (line, i, s) => `${at(i)} ${s === 0 ? 'stderr' : 'stdout'} F ${line}`,
  'stdout and stderr of docker': (line, i, s) => JSON.stringify({ log: `${line}\n`, stream: s === 0 ? 'stderr' : 'stdout', time: at(i) }),
  'two pods of Google Cloud': (line, i, s) =>
    JSON.stringify({ insertId: `a${i}`, textPayload: line, timestamp: at(i), resource: { labels: { pod_name: `web-${s}` } } }),
  'two streams of CloudWatch': (line, i, s) =>
    JSON.stringify({ timestamp: 1_770_000_000_000 + i, message: line, logStreamName: `web/${s}` }),
  'two streams of aws logs tail': (line, i, s) => `${at(i).replace('Z', '000+00:00')} web/app/0f3b2a9${s} ${line}`.trimEnd(),
  'two pods of Elasticsearch': (line, i, s) =>
    JSON.stringify({ _id: `a${i}`, _source: { '@timestamp': at(i), message: line, kubernetes: { pod: { name: `web-${s}` } } } }),
  'two hosts of Splunk': (line, i, s) => JSON.stringify({ preview: false, result: { _raw: line, _time: at(i), host: `node-${s}` } }),
  'two containers of fluent-bit': (line, _, s) => JSON.stringify({ log: `${line}\n`, container_id: `abc${s}`, source: 'stderr' }),
  'two processes of pm2': (line, _, s) => `${s}|web  | ${line}`,
  'two dynos of Heroku': (line, i, s) => `${at(i)} app[web.${s + 1}]: ${line}`,
  'two machines of Fly.io': (line, i, s) => `${at(i)} app[3d8d7a4${s}] lhr [info]${line}`,
  'two instances of Cloud Foundry': (line, i, s) => `   ${at(i).slice(0, 22)}+0000 [APP/PROC/WEB/${s}] ERR ${line}`,
  'two jobs of GitHub Actions': (line, i, s) => `job ${s}\tRun\t${at(i).slice(0, 23)}0000Z ${line}`,
};

/** The lines of two samples as they come from two writers at once: now some of the one, now some of the other. */
function woven(samples: readonly [Sample, Sample], form: (line: string, i: number, source: 0 | 1) => string) {
  const lines: string[] = [];
  const places: readonly [number[], number[]] = [[], []];
  for (let round = 0; places[0].length < samples[0].lines.length || places[1].length < samples[1].lines.length; round++) {
    for (const source of [0, 1] as const)
      for (let k = 0; k <= (round * (source + 2)) % 3; k++) {
        const line = samples[source].lines[places[source].length];
        if (line === undefined) continue;
        lines.push(form(line, lines.length, source));
        places[source].push(lines.length);
      }
  }
  return { lines, places };
}

/** A fact as a text, without the ids of others, which count through a whole file, with the lines that it cites. */
function told(fact: Fact, lines: (citation: Citation) => readonly (number | undefined)[]): string {
  return `${JSON.stringify(bare(fact, ['id', 'dump']))} ${JSON.stringify(fact.citations.map(lines))}`;
}

const DERIVED: ReadonlySet<string> = new Set(['growth', 'memory-ledger', 'wait-edge', 'wait-root', 'heap-holder']);

/** Short ones, in pairs of different kinds. */
const SHORT = SAMPLES.filter(({ lines }) => lines.length < 400);
const pairs = (n: number, samples: readonly Sample[]) =>
  some(n, 12, samples).map((first): [Sample, Sample] => [
    first,
    samples[(samples.indexOf(first) * 7 + n * 5 + 1) % samples.length] ?? first,
  ]);
/** logcli takes the blanks around each line away. */
const pairsIn = (name: string, n: number) => pairs(n, name.includes('logcli') ? SHORT.filter((sample) => !saysByMargins(sample)) : SHORT);

describe.each(Object.entries(SOURCES).map(([name, form], n) => ({ name, form, woven: pairsIn(name, n) })))(
  '$name',
  ({ form, woven: cases }) => {
    it.each(cases.map(([first, second]) => ({ first, second, names: `${first.name} and ${second.name}` })))(
      '$names are read apart, each at its own lines',
      async ({ first, second }) => {
        const { lines, places } = woven([first, second], form);
        // What follows from facts together follows from those of two samples, too, where they are of one scope.
        const found = (await read(bytesOf(lines))).caseFile.all.filter(({ type }) => !DERIVED.has(type));
        const expected = [
          ...(await factsOf(first)).map((fact) => ({ fact, places: places[0] })),
          ...(await factsOf(second)).map((fact) => ({ fact, places: places[1] })),
        ]
          .filter(({ fact }) => !DERIVED.has(fact.type))
          .map(({ fact, places }) => told(fact, (citation) => placed(citation, places)));
        expect(found.map((fact) => told(fact, ({ firstLine, lastLine }) => [firstLine, lastLine])).toSorted()).toEqual(expected.toSorted());
      },
    );
  },
);

/** Lines that other goroutines log while one of them prints a report. */
const LOGS: Readonly<Record<string, (i: number) => string>> = {
  klog: (i) => `I0303 10:00:00.${100_000 + i}       1 controller.go:${100 + i}] "Reconciling" object="shop/web-${i}"`,
  JSON: (i) =>
    JSON.stringify({ level: 'info', ts: 1_770_000_000.5 + i, caller: 'http/server.go:42', msg: 'request served', path: `/api/${i}` }),
  logfmt: (i) => `time="2026-03-03T10:00:0${i % 10}Z" level=info msg="served request" path=/api/${i} took=12ms`,
  'an access log': (i) => `10.0.0.${i % 250} - - [03/Mar/2026:10:00:00 +0000] "GET /api/${i} HTTP/1.1" 200 612 "-" "curl/8.5.0"`,
  'package log': (i) => `2026/03/03 10:00:0${i % 10} served /api/items/${i} in 12ms`,
  'package log with places': (i) => `2026/03/03 10:00:00.123456 server.go:${40 + i}: served`,
  slog: (i) => `2026-03-03T10:00:00.${100 + (i % 900)}Z INFO served path=/api/${i}`,
  'zap’s console': (i) => `2026-03-03T10:00:00.123Z\tINFO\thttp/server.go:42\trequest served\t{"path": "/api/${i}"}`,
  gin: (i) => `[GIN] 2026/03/03 - 10:00:00 | 200 |      12.3ms |      10.0.0.${i % 250} | GET      "/api/items"`,
};

/**
 * What lines of others in a dump change: they are counted and shown, and the dump is no whole one. Whether a goroutine that started
 * others is gone is not known then, since its header might have been among what was lost.
 */
const COUNTED = ['unparsedLines', 'unparsedSample', 'defects', 'integrity', 'otherLines', 'preceding', 'gone', 'goneShare'];

describe.each(Object.entries(LOGS).map(([name, line], n) => ({ name, line, n, samples: some(n, 4).filter(hasStack) })))(
  'lines of $name inside stacks',
  ({ line, n, samples }) => {
    it.each(samples)('$name has the same facts but for the count of these', async (sample) => {
      const lines: string[] = [];
      const places: number[] = [];
      let logged = 0;
      for (const [i, own] of sample.lines.entries()) {
        lines.push(own);
        places.push(lines.length);
        if (i % (7 + n) === 2 && i < sample.lines.length - 1) lines.push(line(logged++));
      }
      await holds(sample, { bytes: bytesOf(lines), places }, COUNTED);
    });
  },
);

/**
 * Two writes in one line. A text that ends in a blank before a head may be a log's line that says what was recovered, and a deferred call
 * that prints its stack looks like the panic of one: those are not taken for crashes.
 */
describe('halves in one line', () => {
  const HEAD = /^(?:panic|fatal error): /;
  const HEADER = /^goroutine \d+ .*\]:$/;
  /** What package testing says is known by its first words. */
  const OF_TESTING = /^panic: (?:test timed out|Fail in goroutine after|unexpected call to os\.Exit)/;
  /** One panic or fatal error with a stack. */
  const isOneHead = ({ lines }: Sample) => {
    const head = lines.findIndex((line) => HEAD.test(line));
    if (head < 0 || OF_TESTING.test(lines[head] ?? '')) return false;
    return lines.slice(head).some((line) => HEADER.test(line)) && !lines.some((line) => /^\t(?:panic|fatal error): /.test(line));
  };
  const glued = (sample: Sample, form: RegExp, text: string) => {
    const i = sample.lines.findIndex((line) => form.test(line));
    return { bytes: bytesOf(sample.lines.map((line, k) => (k === i ? text + line : line))), places: sample.lines.map((_, k) => k + 1) };
  };

  describe.each(['tick 17', '{"level":"info","msg":"served"}', '2026/03/03 10:00:00 served in 12ms', '.....'])('%s', (text) => {
    // Whether a run of tests crashed is known by a head that begins its line.
    it.each(some(text.length, 2).filter(isOneHead))('before the head of $name', async (sample) => {
      await holds(sample, glued(sample, HEAD, text), [...COUNTED, 'crashed']);
    });

    // Text between a panic's value and its stack may be the value's, up to Go 1.22. What net/http recovered is one record of a log.
    const ofTheHead = isLogLine(text) ? [] : ['message', 'template', 'values', 'chain', 'blame', 'goVersions'];
    const samples = some(text.length, 2).filter(
      (sample) => hasStack(sample) && !sample.lines.some((line) => line.includes('panic serving')),
    );
    it.each(samples)('before the first header of $name', async (sample) => {
      await holds(sample, glued(sample, HEADER, text), [...COUNTED, ...ofTheHead]);
    });
  });

  it.each(
    SAMPLES.filter(({ lines }) => lines.some((line) => line.startsWith('[signal ')) && !lines.some((line) => line.startsWith('\tpanic: '))),
  )('the signal and the first header of $name', async (sample) => {
    const i = sample.lines.findIndex((line, k) => line.startsWith('[signal ') && HEADER.test(sample.lines[k + 2] ?? ''));
    if (i < 0) return;
    const lines = [...sample.lines.slice(0, i), `${sample.lines[i]}${sample.lines[i + 2]}`, ...sample.lines.slice(i + 3)];
    const places = sample.lines.map((_, k) => (k <= i ? k + 1 : Math.max(i + 1, k - 1)));
    await holds(sample, { bytes: bytesOf(lines), places }, COUNTED);
  });
});
