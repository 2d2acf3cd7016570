import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logParser } from '../../../parsers/log/index.ts';
import { AFTER_MARK, BEFORE_MARK } from '../../../parsers/log/topic.ts';
import { TopicSearch } from '../../../parsers/log/topic-search.ts';
import { TOPICS } from '../../../parsers/log/topics/index.ts';
import { readWith } from '../read-parser.ts';
import { loadSignatures } from '../../../src/matcher/store.ts';
import { LINES } from './lines.ts';

const factsOf = (lines: readonly string[]) => readWith([logParser], lines).caseFile.of('log');
const topicsOf = (line: string) => new TopicSearch(TOPICS).search(line).map(({ topic }) => topic.id);

test.each(LINES)('$topic: $line', ({ topic, line, values = {}, numbers = {} }) => {
  const fact = factsOf([line, 'ready']).find((one) => one.topic === topic);
  expect(fact).toMatchObject({ count: 1, citations: [{ firstLine: 1, lastLine: 1 }], atEnd: false, message: line, certainty: 'stated' });
  expect(Object.fromEntries(fact?.values.map(({ name, value }) => [name, value]) ?? [])).toEqual(values);
  expect(Object.fromEntries(fact?.largest.map(({ name, value }) => [name, value]) ?? [])).toEqual(numbers);
  // Behind the prefixes of loggers, and with the line end of Windows.
  for (const before of ['2026/01/02 03:04:05 main.go:12: ', 'time="2026-01-02T03:04:05Z" level=error msg="'])
    if (topic !== 'exit-status') expect(topicsOf(`${before}${line}\r`)).toContain(topic);
});

test('every topic has a line that shows it, an id of its own, and marks that can be searched for', () => {
  expect(new Set(LINES.map(({ topic }) => topic))).toEqual(new Set(TOPICS.map(({ id }) => id)));
  expect(new Set(TOPICS.map(({ id }) => id)).size).toBe(TOPICS.length);
  for (const { id, marks, wakes = [], form } of TOPICS) {
    for (const mark of [...marks, ...wakes]) expect(mark, id).toMatch(/^[ -~]{4,}$/);
    for (const text of wakes)
      expect(
        marks.some((mark) => mark.includes(text)),
        `${id}: ${text}`,
      ).toBe(true);
    expect(form?.global ?? false, id).toBe(false);
    // Without bounds a form could take longer than its window is wide.
    expect(form?.source ?? '', id).not.toMatch(/[^\\][*+]|\{\d+,\}/);
  }
});

/** Topics that a signature stands on and that wake no reader, and why: healthy programs write such lines, or they are the end of a log. */
const READ_AT_THE_END: Readonly<Record<string, string>> = {
  'exit-status': 'the last line of a log',
  'command-not-found': 'the last line of a log',
  'exec-format-error': 'the last line of a log',
  'tls-handshake-eof': 'probes cause it all day long',
  'http-superfluous-writeheader': 'noise, which is what the signature says',
  'http2-preface-error': 'probes cause it all day long',
  'shutdown-begins': 'the end of a log',
  'context-deadline': 'common; it counts beside other lines only',
  'connection-refused': 'common; it counts beside other lines only',
  'network-timeout': 'common; it counts beside other lines only',
  'file-closed': 'common where a program ends',
  'child-terminated': 'common where a program ends',
};

test('what a signature stands on wakes a reader wherever it stands in a log, and by each of its forms', async () => {
  const stands = new Set<string>();
  for (const { evidence, anchors, condition } of await loadSignatures())
    for (const [name, { fact, role, where }] of Object.entries(evidence)) {
      const isNeeded = role === 'required' || anchors?.includes(name) === true || new RegExp(`\\b${name}\\b`).test(condition ?? '');
      if (fact !== 'log' || !isNeeded) continue;
      for (const id of topicsIn(where?.['topic'])) stands.add(id);
    }
  expect(stands.size).toBeGreaterThan(30);
  for (const { id, wakes } of TOPICS) if (stands.has(id)) expect(wakes !== undefined || id in READ_AT_THE_END, id).toBe(true);
  // A line of each form of a topic that wakes has a text in it that does.
  for (const { topic, line } of LINES) {
    const wakes = TOPICS.find(({ id }) => id === topic)?.wakes;
    if (wakes !== undefined)
      expect(
        wakes.some((text) => line.includes(text)),
        line,
      ).toBe(true);
  }
});

function topicsIn(predicate: unknown): readonly string[] {
  if (typeof predicate === 'string') return [predicate];
  const list = typeof predicate === 'object' && predicate !== null && 'in' in predicate ? predicate.in : [];
  return Array.isArray(list) ? list.map(String) : [];
}

test.each([
  'GET /search?q=too+many+open+files 200 12ms',
  '10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.29"',
  '2026/01/02 03:04:05 listening on :8080',
  'level=info msg="lease renewed" lease=4711',
  '{"level":"info","ts":1767323045.1,"msg":"request served","took":"12ms"}',
  'I0102 03:04:05.000000       1 leaderelection.go:258] "Successfully acquired lease" lock="shop/cart"',
  'the signal: killed by kindness',
  '8e9e05c52164694d [commit: 9, lastindex: 9, lastterm: 2] restored snapshot [index: 12, term: 2]',
])('an ordinary line is of no topic: %s', (line) => {
  expect(topicsOf(line).filter((id) => id !== 'exec-signal-killed')).toEqual([]);
});

describe('all lines of a topic are one fact', () => {
  const lines = [
    '2026-01-02T03:04:05.250Z http: Accept error: accept tcp 127.0.0.1:80: accept4: too many open files; retrying in 5ms',
    'served',
    '2026-01-02T03:05:05+01:00 http: Accept error: accept tcp 127.0.0.1:80: accept4: too many open files; retrying in 1s',
    'http: Accept error: accept tcp 127.0.0.1:80: accept4: too many open files; retrying in 40ms',
  ];

  test('with their count, the first and the last of them, and the largest numbers', () => {
    expect(factsOf([...lines, ''])).toMatchObject([
      {
        topic: 'accept-emfile',
        count: 3,
        message: lines[0],
        largest: [{ name: 'retryMs', value: 1000 }],
        firstUnixMs: Date.UTC(2026, 0, 2, 3, 4, 5, 250),
        lastUnixMs: Date.UTC(2026, 0, 2, 2, 5, 5),
        atEnd: true,
        citations: [
          { firstLine: 1, lastLine: 1, excerpt: lines[0] },
          { firstLine: 4, lastLine: 4, excerpt: lines[3] },
        ],
      },
    ]);
  });

  test('what a wrapper adds when the program is gone does not follow it', () => {
    expect(factsOf([...lines, 'exit status 1']).map(({ topic, atEnd }) => [topic, atEnd])).toEqual([
      ['accept-emfile', true],
      ['exit-status', true],
    ]);
    expect(factsOf([...lines, 'stopped'])[0]).toMatchObject({ atEnd: false });
  });

  test('lines that were left out may have followed', () => {
    const facts: unknown[] = [];
    const parser = logParser.create({
      source: { path: '' as never, scope: {}, salvaged: false },
      emit: (draft) => String(facts.push(draft)),
      found: () => undefined,
      skipped: () => undefined,
      lastLeftOut: () => 9,
    });
    parser.accept({ text: 'http: Server closed', number: 7 });
    parser.end();
    expect(facts).toMatchObject([{ topic: 'http-server-closed', atEnd: false }]);
  });

  test('no line is taken', () => {
    expect(readWith([logParser], lines).taken).toEqual([]);
  });
});

describe('the last words of a program that says no more', () => {
  const words = '2026/01/02 03:04:05 config: cannot load shop.yaml';

  test.each([
    ['a fence of Markdown', ['We saw this:', '```', words, '```', 'any ideas?']],
    ['a quoted fence', ['> ```', words, '> ```', 'any ideas?']],
    ['a block of Jira', ['{noformat}', words, '{noformat}']],
    ['a step of GitHub Actions', [words, '##[error]Process completed with exit code 2.']],
  ])('are those within %s', (_, lines) => {
    expect(factsOf(lines).filter(({ topic }) => topic === 'last-words')).toMatchObject([{ message: words }]);
  });

  test('a fence far down in a log is a line like any other', () => {
    const log = Array.from({ length: 30 }, (_, i) => `line ${i}`);
    expect(factsOf([...log, '```', words, '```', 'ready'])).toEqual([]);
  });

  test('are a guess, where they are an error of package log', () => {
    expect(factsOf(['2026/01/02 03:04:04 starting', '2026/01/02 03:04:05 config: cannot load shop.yaml', 'exit status 1'])).toMatchObject([
      { topic: 'exit-status' },
      { topic: 'last-words', certainty: 'guessed', message: '2026/01/02 03:04:05 config: cannot load shop.yaml', atEnd: true },
    ]);
  });

  test('are stated where the level of klog says that they end it', () => {
    const line = 'F0102 03:04:05.000001       1 main.go:88] leaderelection lost';
    expect(factsOf(['I0102 03:04:04.000001       1 main.go:12] started', line])).toMatchObject([
      { topic: 'leader-election-lost', atEnd: true },
      { topic: 'fatal-line', certainty: 'stated', message: line, atEnd: true },
    ]);
    expect(factsOf([line, 'ready'])).toMatchObject([{ topic: 'leader-election-lost', atEnd: false }]);
  });

  test.each([
    '2026/01/02 03:04:05 listening on :8080',
    '2026/01/02 03:04:05 [INFO] error rate 0',
    '2026/01/02 03:04:05 accept: listen tcp :80: bind: address already in use',
    '{"level":"INFO","msg":"error rate","error":"none"}',
  ])('%s is none', (line) => {
    expect(factsOf([line]).filter(({ topic }) => topic.startsWith('last-'))).toEqual([]);
  });

  test.each([
    'error: bare',
    'Error: open /etc/shop.yaml: no such file or directory',
    'level=error msg="cannot load"',
    '{"time":"2026-01-02T03:04:05Z","level":"ERROR","msg":"load","err":"EOF"}',
    '{"level":"error","ts":1767323045.1,"msg":"load"}',
    'E0102 03:04:05.000001       1 main.go:88] load: EOF',
  ])('%s is an error, and may be no more', (line) => {
    expect(factsOf(['starting', line])).toMatchObject([{ topic: 'last-error', certainty: 'guessed', message: line, atEnd: true }]);
    expect(factsOf([line, 'ready'])).toEqual([]);
  });

  test('what only says what did not work may be the end as well', () => {
    const line = '2026/01/02 03:04:05 ping: dial tcp 10.0.0.9:5432: connect: connection refused';
    expect(factsOf([line])).toMatchObject([{ topic: 'connection-refused' }, { topic: 'last-error', message: line }]);
  });
});

test('the page of the parser lists every topic', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/parsers/log.md'), 'utf8');
  for (const { id, says, wakes } of TOPICS) expect(page).toContain(`| \`${id}\` | ${says} | ${wakes === undefined ? '' : 'yes'} |`);
});

test('hostile lines take no longer than their length', () => {
  const search = new TopicSearch(TOPICS);
  const started = performance.now();
  for (const { marks } of TOPICS)
    for (const mark of marks)
      for (const stuff of ['lookup ', 'listen tcp ', 'open /', 'a', ' ', 'dial tcp 1->', 'took=', '"'])
        search.search(`${stuff.repeat(BEFORE_MARK)}${mark.repeat(50)}${stuff.repeat(AFTER_MARK)}`);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('any lines at all', () => {
  const parts = oneof(constantFrom(...LINES.map(({ line }) => line), '\0', '\ud800', 'x'.repeat(70_000)), string());
  assert(
    property(array(parts, { maxLength: 30 }), (lines) => {
      for (const { citations, count } of factsOf(lines)) {
        expect(citations[0].firstLine ?? 0).toBeLessThanOrEqual(citations.at(-1)?.firstLine ?? 0);
        expect(count).toBeGreaterThanOrEqual(citations.length);
      }
    }),
    { numRuns: 50 },
  );
});
