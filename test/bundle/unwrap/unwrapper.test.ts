import { describe, expect, test } from 'vitest';
import type { Scope } from '../../../src/evidence/scope.ts';
import type { Line } from '../../../src/text/line.ts';
import { Unwrapper } from '../../../src/bundle/unwrap/unwrapper.ts';
import { nested, WRAPPINGS, type Wrapping } from './wrappings.ts';

interface Stream {
  readonly scope: Scope;
  readonly lines: Line[];
}

function unwrap(lines: readonly string[], limits: { mostCharacters?: number; mostStreams?: number } = {}) {
  const streams: Stream[] = [];
  const hits: string[] = [];
  const unwrapper = new Unwrapper({
    open: (scope) => {
      const stream: Stream = { scope, lines: [] };
      streams.push(stream);
      return { line: (line) => stream.lines.push(line), end: () => undefined };
    },
    mostCharacters: limits.mostCharacters ?? 1 << 20,
    mostStreams: limits.mostStreams ?? 100,
    onLimit: (what) => hits.push(what),
  });
  for (const [i, text] of lines.entries()) unwrapper.push({ text, number: i + 1 });
  unwrapper.end();
  return { streams, hits, wrappers: unwrapper.wrappers };
}

/** A crash report with what makes trouble: tabs, quotes, angle brackets, backslashes, empty lines, an indented value. */
const REPORT = [
  'panic: bad value "a<b>" & \\n more',
  '\tof two lines [recovered]',
  '',
  'goroutine 7 [running]:',
  'example.org/shop.(*Cart).add(0xc000010000, {0x4b1f3a, 0x5})',
  '\t/src/shop/cart.go:41 +0x1d',
  'example.org/shop.Serve(...)',
  '\t/src/shop/serve.go:12',
  'created by example.org/shop.Run in goroutine 1',
  '\t/src/shop/run.go:9 +0x2b',
  '',
  'goroutine 1 [chan receive, 3 minutes]:',
  'main.main()',
  '\t/src/main.go:20 +0x3b',
  'exit status 2',
];
/** Trailing line ends are not told apart where records are cut into lines. */
const noValue = (wrapping: Wrapping) => wrapping.name.startsWith('logrus') || wrapping.name.startsWith('klog');

describe.each(WRAPPINGS)('$name', (wrapping) => {
  test('gives back what was printed, with its places', () => {
    const { lines, places } = wrapping.wrap(REPORT);
    const result = unwrap(lines);
    const printed = result.streams
      .flatMap((stream) => stream.lines)
      .filter(({ text }) => !noValue(wrapping) || !/^(?:time=|E0303)/.test(text));
    expect(printed.map(({ text }) => text)).toEqual(wrapping.trims === true ? REPORT.map((line) => line.trim()) : REPORT);
    expect(printed.map(({ number }) => number)).toEqual(places);
    expect(result.wrappers).toEqual(wrapping.layers);
    expect(result.hits).toEqual([]);
  });

  test('keeps what a program prints of its own accord', () => {
    const log = ['starting', ...Array.from({ length: 400 }, (_, i) => `request ${i} done`), ...REPORT, 'bye'];
    const { lines } = wrapping.wrap(log);
    const printed = unwrap(lines).streams.flatMap((stream) => stream.lines.map(({ text }) => text));
    const own = printed.filter((text) => !/^(?:time=|E0303)/.test(text));
    // A prefix of no known form shows only at the first goroutine: the report is read from its head on, what came before is log.
    if (wrapping.layers[0] === 'prefix') expect(own.slice(own.indexOf(REPORT[0] ?? ''))).toEqual([...REPORT, 'bye']);
    else expect(own).toEqual(wrapping.trims === true ? log.map((line) => line.trim()) : log);
  });
});

const pick = (...names: string[]) => names.map((name) => WRAPPINGS.find((one) => one.name === name) as Wrapping);
const OUTER = pick('cri', 'cri in parts', 'docker-json-file', 'kubectl-prefix', 'journald', 'gcp as an array', 'docker-compose', 'csv');
const INNER = pick('timestamps', 'json-log', 'journald-json', 'cri', 'logrus');

/** A record in one line is too little to know the names before a bar by. */
const tooShort = (outer: Wrapping, inner: Wrapping) => outer.name === 'docker-compose' && ['json-log', 'logrus'].includes(inner.name);

describe.each(
  OUTER.flatMap((outer) =>
    INNER.filter((inner) => inner.layers[0] !== outer.layers[0] && !tooShort(outer, inner)).map((inner) => nested(outer, inner)),
  ),
)('$name', (wrapping) => {
  test('is peeled layer by layer', () => {
    const { lines, places } = wrapping.wrap(REPORT);
    const result = unwrap(lines);
    const printed = result.streams.flatMap((stream) => stream.lines).filter(({ text }) => !text.startsWith('time='));
    expect(printed.map(({ text }) => text)).toEqual(REPORT);
    expect(printed.map(({ number }) => number)).toEqual(places);
    expect(result.wrappers).toEqual(wrapping.layers);
  });
});

describe('the newest line first', () => {
  test.each(
    WRAPPINGS.filter(({ name }) =>
      /^(?:cri|docker-json-file|timestamps|journald|journald short-precise|journald-json|gcp|cloudwatch|elastic|loki-json|loki as columns)$/.test(
        name,
      ),
    ),
  )('$name', (wrapping) => {
    const { lines } = wrapping.wrap(REPORT);
    const result = unwrap(lines.toReversed());
    const printed = result.streams.flatMap((stream) => stream.lines);
    expect(printed.map(({ text }) => text)).toEqual(REPORT);
    expect(printed.map(({ number }) => number)).toEqual(REPORT.map((_, i) => REPORT.length - i));
    expect(result.wrappers).toContain('newest-first');
  });

  test('a bare dump is told by its stacks', () => {
    const result = unwrap(REPORT.toReversed());
    expect(result.streams[0]?.lines.map(({ text }) => text)).toEqual(REPORT);
    expect(result.wrappers).toEqual(['newest-first']);
  });

  test('a log in order stays in order', () => {
    const { lines } = pick('journald')[0]?.wrap(REPORT) ?? { lines: [] };
    expect(unwrap(lines).wrappers).toEqual(['journald']);
  });

  test('only as much is turned round as may be held, and that is said', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `2026-03-03T10:00:00.${String(999 - i).padStart(3, '0')}Z line ${i}`);
    const result = unwrap(lines, { mostCharacters: 10_000 });
    expect(new Set(result.hits)).toEqual(new Set(['reversed-size']));
    expect(result.streams[0]?.lines.length).toBeGreaterThan(200);
  });
});

describe('several writers in one file', () => {
  const weave = (a: readonly string[], b: readonly string[]) => a.flatMap((line, i) => [line, b[i] ?? '']);

  test('two pods are read apart, each with its scope', () => {
    const lines = weave(
      REPORT.map((line) => `[pod/web-1/app] ${line}`),
      REPORT.map((line) => `[pod/web-2/app] ${line}`),
    );
    const { streams } = unwrap(lines);
    expect(streams.map(({ scope }) => scope)).toEqual([
      { pod: 'web-1', container: 'app' },
      { pod: 'web-2', container: 'app' },
    ]);
    for (const { lines: printed } of streams) expect(printed.map(({ text }) => text)).toEqual(REPORT);
  });

  test('stdout and stderr of one container are read apart', () => {
    const lines = REPORT.flatMap((line, i) => [
      `2026-03-03T10:00:00.${i + 100}Z stderr F ${line}`,
      `2026-03-03T10:00:00.${i + 100}Z stdout F tick ${i}`,
    ]);
    expect(unwrap(lines).streams.map(({ lines: printed }) => printed.length)).toEqual([REPORT.length, REPORT.length]);
  });

  test('too many of them come together, and that is said', () => {
    const lines = Array.from({ length: 50 }, (_, i) => `[pod/web-${i}/app] line ${i}`);
    const result = unwrap(lines, { mostStreams: 10 });
    expect(result.streams.length).toBe(11);
    expect(result.streams.flatMap((stream) => stream.lines).length).toBe(50);
    expect(result.hits).toContain('streams');
  });
});

describe('more sources in one file', () => {
  const scopes = (lines: readonly string[]) => unwrap(lines).streams.map(({ scope }) => scope);

  test('tasks of a swarm, each with its node', () => {
    const lines = REPORT.flatMap((line) => [1, 2].map((task) => `web.${task}.q8d2x4v9k1m0@node-${task}    | ${line}`));
    expect(scopes(lines)).toEqual([
      { container: 'web.1.q8d2x4v9k1m0', node: 'node-1' },
      { container: 'web.2.q8d2x4v9k1m0', node: 'node-2' },
    ]);
  });

  test('processes of a unit, but for what logs for the whole node', () => {
    const names = ['web[4711]', 'web[4712]', 'kernel', 'systemd[1]'];
    const lines = names.map((name) => `Mar  3 10:00:00 node-1 ${name}: text`);
    expect(scopes(lines)).toEqual([
      { node: 'node-1', process: 'web[4711]' },
      { node: 'node-1', process: 'web[4712]' },
      { node: 'node-1' },
      { node: 'node-1' },
    ]);
  });

  test('stdout and stderr are of one process', () => {
    const lines = REPORT.flatMap((line) =>
      ['stdout', 'stderr'].map((stream) => JSON.stringify({ labels: { job: 'web', stream }, line, timestamp: '2026-03-03T10:00:00Z' })),
    );
    expect(scopes(lines)).toEqual([{ process: 'job=web' }, { process: 'job=web' }]);
  });

  test('rows of an export of which one column is the output', () => {
    const rows = ['stdout', 'stderr'].map((stream) => `2026-03-03T10:00:00Z,web-0,${stream},text`);
    expect(scopes(['timestamp,pod,stream,message', ...rows])).toEqual([{ process: 'web-0' }, { process: 'web-0' }]);
  });

  test('jobs of a workflow', () => {
    const lines = REPORT.flatMap((line) => ['test', 'lint'].map((job) => `${job}\tRun\t2026-03-03T10:00:00.1234567Z ${line}`));
    const { streams } = unwrap(lines);
    for (const { lines: printed } of streams) expect(printed.map(({ text }) => text)).toEqual(REPORT);
    expect(streams).toHaveLength(2);
  });

  test('a level that Loki finds in the lines makes no source', () => {
    const lines = REPORT.map((line, i) =>
      JSON.stringify({ labels: { pod: 'web-0', detected_level: `${i}` }, line, timestamp: `1770000000000000${100 + i}` }),
    );
    expect(scopes(lines)).toEqual([{ pod: 'web-0' }]);
  });

  test('the further lines of an event of CloudWatch are of its stream', () => {
    const time = '2026-03-03T10:00:00.123000+00:00';
    const lines = [1, 2, 3].flatMap((task) => [
      `${time} web/app/${task}0f3b2a9c ${REPORT[0]}`,
      ...REPORT.slice(1),
      `${time} web/app/${task}0f3b2a9c end`,
    ]);
    const { streams } = unwrap(lines);
    expect(streams).toHaveLength(3);
    for (const { lines: printed } of streams) expect(printed.map(({ text }) => text)).toEqual([...REPORT, 'end']);
  });
});

test('a fifth layer is left on, and that is said', () => {
  const layers = ['quoted', 'journald-json', 'docker-json-file', 'cri'].map(
    (name) => WRAPPINGS.find((one) => one.name === name) as Wrapping,
  );
  const four = layers.reduce((outer, inner) => nested(outer, inner));
  const whole = unwrap(four.wrap(REPORT).lines);
  expect(whole.streams[0]?.lines.map(({ text }) => text)).toEqual(REPORT);
  expect(whole.wrappers).toEqual(four.layers);
  expect(whole.hits).toEqual([]);
  const five = unwrap(nested(four, WRAPPINGS.find(({ name }) => name === 'kubectl-prefix') as Wrapping).wrap(REPORT).lines);
  expect(five.hits).toEqual(['wrapper-layers']);
  // A copy with blanks for its tabs is read all the same.
  expect(unwrap(four.wrap(REPORT.map((line) => line.replaceAll('\t', '    '))).lines).hits).toEqual([]);
});

describe('what is no wrapper', () => {
  test.each([
    ['a bare dump', REPORT],
    [
      'a value that looks like a goroutine',
      ['panic: x', '\tgoroutine 99 [running]:', '\tmain.fake()', '\t\t/x.go:1 +0x1', '', ...REPORT.slice(3)],
    ],
    ['a log with times of its own', ['2026/03/03 10:00:00 ready', '2026/03/03 10:00:01 done', 'panic: x']],
    ['a table with bars', ['name | value', 'a | 1', 'no bar here', 'b']],
    ['JSON of something else', ['{"kind":"Pod","apiVersion":"v1"}']],
    ['times and words', ['one', 'two', 'three', 'four'].map((word) => `2026-03-03 ${word} is the word`)],
    ['prose', ['the quick brown fox', 'jumps over the dog', 'and runs away']],
  ])('%s stays as it is', (_, lines) => {
    const result = unwrap(lines);
    expect(result.streams[0]?.lines.map(({ text }) => text)).toEqual(lines);
    expect(result.wrappers).toEqual([]);
  });
});

test.each([
  ['collections', ['gc 3 @0.3s 1%: x', 'gc 2 @0.2s 1%: x', 'gc 1 @0.1s 1%: x'], true],
  ['collections of a process that started over', ['gc 3 @0.3s 1%: x', 'gc 2 @0.2s 1%: x', 'gc 1 @0.1s 1%: x', 'gc 2 @0.2s 1%: x'], false],
  ['two collections of two processes', ['gc 3 @0.3s 1%: x', 'gc 2 @0.2s 1%: x'], false],
  ['a race', ['      /src/a.go:5 +0x2', '  main.f()', 'Write at 0x00c0 by goroutine 7:', 'WARNING: DATA RACE'], true],
  ['a profile', ['#\t0x1\tmain.f+0x1\t/a.go:2', '1 @ 0x1 0x2', 'goroutine profile: total 1'], true],
])('the newest line first without times: %s', (_, lines, turned) => {
  expect(unwrap(lines).wrappers.includes('newest-first')).toBe(turned);
});

describe('what else clings to lines', () => {
  test('the marks of a build server', () => {
    expect(
      unwrap(['\u001b_bk;t=1770000000000\u0007panic: boom', '\u001bPq#0\u001b\\done']).streams[0]?.lines.map(({ text }) => text),
    ).toEqual(['panic: boom', 'done']);
  });

  test('returns instead of line ends', () => {
    expect(
      unwrap([`${REPORT.map((line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: 'x' })).join('\r')}\r`]).streams[0]?.lines,
    ).toEqual(REPORT.map((text) => ({ text, number: 1, order: expect.any(Number), raw: expect.any(String) })));
  });

  test.each([1, 3, 4, 8])('tabs that became %i blanks', (width) => {
    const { streams, wrappers } = unwrap(REPORT.map((line) => line.replaceAll('\t', ' '.repeat(width))));
    expect(streams[0]?.lines.map(({ text }) => text)).toEqual(REPORT);
    expect(wrappers).toEqual(['tabs-as-blanks']);
  });

  test('blanks of a race report stay', () => {
    const lines = [
      'WARNING: DATA RACE',
      'Read at 0x1 by goroutine 7:',
      '  main.f()',
      '      /src/a.go:5 +0x2',
      '',
      ...REPORT.map((line) => line.replaceAll('\t', '  ')),
    ];
    expect(unwrap(lines).streams[0]?.lines[3]?.text).toBe('      /src/a.go:5 +0x2');
  });

  test('entities of a page that come late', () => {
    const lines = [...Array.from({ length: 400 }, (_, i) => `request ${i}`), 'panic: a &lt; b', 'x &amp;amp; y'];
    const { streams, wrappers } = unwrap(lines);
    expect(streams[0]?.lines.slice(-2).map(({ text }) => text)).toEqual(['panic: a < b', 'x &amp; y']);
    expect(wrappers).toEqual(['html-entities']);
  });

  test('an entity that comes late, after a bare bracket, is what the program printed', () => {
    const lines = ['a -> b', ...Array.from({ length: 400 }, (_, i) => `request ${i}`), 'panic: a &lt; b'];
    expect(unwrap(lines).streams[0]?.lines.at(-1)?.text).toBe('panic: a &lt; b');
  });

  test('colours', () => {
    expect(unwrap(['\u001b[31mpanic: boom\u001b[0m', '\u001b]0;title\u0007done']).streams[0]?.lines.map(({ text }) => text)).toEqual([
      'panic: boom',
      'done',
    ]);
  });

  test('a progress display before the line', () => {
    expect(unwrap(['10%\r20%\rpanic: boom\r']).streams[0]?.lines.map(({ text }) => text)).toEqual(['10%', '20%', 'panic: boom']);
  });

  test('the further lines of a journal message', () => {
    const lines = [
      'Mar 03 10:00:00 node-1 web[7]: panic: boom',
      `${' '.repeat(31)}goroutine 1 [running]:`,
      'Mar 03 10:00:00 node-1 web[7]: end',
    ];
    expect(unwrap(lines).streams[0]?.lines.map(({ text }) => text)).toEqual(['panic: boom', 'goroutine 1 [running]:', 'end']);
  });

  test('a value that klog spreads over lines, before a report at the margin', () => {
    const head = 'E0303 10:00:00.000000       7 run.go:12] "Observed a panic" panic="boom" stacktrace=<';
    const value = ['goroutine 7 [running]:', 'main.work(...)', '\t/src/work.go:9 +0x1d'];
    const report = [
      ' >',
      'panic: boom [recovered, repanicked]',
      '\tpanic: bang',
      '',
      'goroutine 7 [running]:',
      'main.work(...)',
      '\t/src/work.go:9',
    ];
    const result = unwrap([head, ...value.map((line) => `\t${line}`), ...report]);
    expect(result.streams[0]?.lines.map(({ text }) => text)).toEqual([head, ...value, ...report]);
    expect(result.streams[0]?.lines.map(({ number }) => number)).toEqual([head, ...value, ...report].map((_, at) => at + 1));
    expect(result.wrappers).toEqual(['klog-value']);
  });

  test('what only ends like the beginning of such a value is left as it is', () => {
    const lines = [
      'goroutine 1 [running]:',
      'if a <=<',
      '\tgoroutine',
      'x = y =<',
      '\tpanic: boom',
      'note=< is none',
      '\tgoroutine 2 [running]:',
    ];
    expect(unwrap(lines).streams[0]?.lines.map(({ text }) => text)).toEqual(lines);
  });

  test('the value of a panic that stands in a field of its own', () => {
    const record = { level: 'error', panic: 'boom', stack: 'goroutine 7 [running]:\nmain.work(...)\n\t/src/work.go:9', msg: 'gone' };
    const text = unwrap([JSON.stringify(record)]).streams[0]?.lines.map((line) => line.text);
    expect(text).toEqual(['gone', 'panic="boom"', 'goroutine 7 [running]:', 'main.work(...)', '\t/src/work.go:9']);
  });

  test('entities of a page', () => {
    expect(unwrap(['panic: a &lt; b &amp;&amp; c &#39;x&#39;', '', 'goroutine 1 [running]:']).streams[0]?.lines[0]?.text).toBe(
      "panic: a < b && c 'x'",
    );
  });

  test('an entity that the program printed stays where the text has bare brackets', () => {
    expect(unwrap(['panic: <a>&lt;</a>']).streams[0]?.lines[0]?.text).toBe('panic: <a>&lt;</a>');
  });
});

test.each(['x', 'a.', 'x ', '(', ')', '\r'])('a long line below a header is looked at once (%j)', (piece) => {
  // A look from each of its places would take longer than a test may.
  const lines = ['goroutine 1 [running]:', `x${piece.repeat(200_000)}`, '\t/x.go:1 +0x1'];
  expect(unwrap(lines).streams[0]?.lines.length).toBeGreaterThan(2);
});

describe('sections of kubectl cluster-info dump', () => {
  const start = (container: string) => `==== START logs for container ${container} of pod shop/web-0 ====`;
  const end = (container: string) => `==== END logs for container ${container} of pod shop/web-0 ====`;
  const whose = (container: string) => ({ namespace: 'shop', pod: 'web-0', container });

  test('each is a stream of its own, with its own wrappers, at the lines of the file', () => {
    const json = REPORT.map((line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-03-03T10:00:00Z' }));
    const { streams, wrappers } = unwrap([start('app'), ...REPORT, end('app'), start('proxy'), ...json, end('proxy')]);
    const printed = streams
      .map(({ scope, lines }) => ({ scope, lines: lines.filter(({ text }) => REPORT.includes(text) && text !== '') }))
      .filter(({ lines }) => lines.length > 0);
    expect(printed.map(({ scope }) => scope)).toEqual([whose('app'), whose('proxy')]);
    const wanted = REPORT.filter((text) => text !== '');
    expect(printed.map(({ lines }) => lines.map(({ text }) => text))).toEqual([wanted, wanted]);
    expect(printed.map(({ lines }) => lines[0]?.number)).toEqual([2, REPORT.length + 4]);
    expect(wrappers).toEqual(['cluster-info-sections', 'docker-json-file']);
  });

  test('they may begin behind other lines, and one without an end ends at the next', () => {
    const before = Array.from({ length: 400 }, () => '');
    const { streams } = unwrap([
      ...before,
      'of nobody',
      start('app'),
      'of app',
      start('proxy'),
      'of proxy',
      end('proxy'),
      'of nobody again',
    ]);
    const whoseIs = (text: string) => streams.filter(({ lines }) => lines.some((line) => line.text === text)).map(({ scope }) => scope);
    expect(whoseIs('of app')).toEqual([whose('app')]);
    expect(whoseIs('of proxy')).toEqual([whose('proxy')]);
    expect([...whoseIs('of nobody'), ...whoseIs('of nobody again')].every((scope) => Object.keys(scope).length === 0)).toBe(true);
  });

  test('newest lines first in one of them turn no others round', () => {
    const times = [9, 8, 7, 6, 5, 4, 3, 2].map((second) => `2026-03-03T10:00:0${second}.000000000Z stderr F line ${second}`);
    const { streams } = unwrap([start('app'), ...times, end('app'), start('proxy'), 'one', 'two', end('proxy')]);
    expect(
      streams
        .at(-1)
        ?.lines.map(({ text }) => text)
        .filter((text) => text !== ''),
    ).toEqual(['one', 'two']);
  });
});

describe('records of a level that ends the process', () => {
  const fatal = (lines: readonly string[]) =>
    unwrap(lines.map((msg, i) => JSON.stringify({ level: 'fatal', ts: 1_770_000_000 + i, msg }))).streams.flatMap((stream) =>
      stream.lines.map(({ text }) => text),
    );

  test('lines of a dump stay as they are', () => {
    const more = [
      'fatal error: all goroutines are asleep - deadlock!',
      '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a5b6c]',
      'PC=0x4a5b6c m=0 sigcode=1',
      'runtime stack:',
      'runtime.throw({0x4b1f3a?, 0x5?})',
      '...12 frames elided...',
      'created by main.main',
      'rax    0xca',
      'r10    0x0',
      '[originating from goroutine 1]:',
    ];
    expect(fatal([...REPORT, ...more])).toEqual([...REPORT, ...more]);
  });

  test('what a program says last has the level behind it', () => {
    expect(fatal(['cannot load shop.yaml (code 5)'])).toEqual(['cannot load shop.yaml (code 5) level=fatal']);
  });
});
