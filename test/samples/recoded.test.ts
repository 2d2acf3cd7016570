import { describe, expect, it } from 'vitest';
import { bytesOf, factsOf, type Formed, hasStack, holds, read, type Sample, SAMPLES, saysByMargins, some } from './facts.ts';

/** A form that leaves every line where it was. */
type InPlace = (lines: readonly string[]) => Uint8Array;

const same = (lines: readonly string[]) => lines.map((_, i) => i + 1);
const joined = (lines: readonly string[], end: string) => `${lines.join(end)}${end}`;
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const each =
  (change: (line: string) => string): InPlace =>
  (lines) =>
    bytesOf(lines.map(change));
const html = (quote: string, apostrophe: string) =>
  each((line) =>
    line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', quote).replaceAll("'", apostrophe),
  );
const blanks = (width: number) => each((line) => line.replaceAll('\t', ' '.repeat(width)));
/** As a terminal shows tabs: up to the next column that is a multiple of the width. */
const columns = (width: number) =>
  each((line) => line.split('\t').reduce((text, part) => text + ' '.repeat(width - (text.length % width)) + part));

const IN_PLACE: Readonly<Record<string, InPlace>> = {
  CRLF: (lines) => Buffer.from(joined(lines, '\r\n')),
  'UTF-8 with a byte order mark': (lines) => Buffer.from(`\uFEFF${joined(lines, '\n')}`),
  'UTF-16, little endian, with a byte order mark': (lines) => utf16(`\uFEFF${joined(lines, '\n')}`),
  'UTF-16, big endian, with a byte order mark': (lines) => utf16(`\uFEFF${joined(lines, '\n')}`).swap16(),
  'UTF-16, little endian': (lines) => utf16(joined(lines, '\n')),
  'UTF-16, big endian': (lines) => utf16(joined(lines, '\n')).swap16(),
  'UTF-16 of PowerShell, with CRLF': (lines) => utf16(`\uFEFF${joined(lines, '\r\n')}`),
  'lines in colour': each((line) => (line === '' ? '' : `\u001b[31m${line}\u001b[0m`)),
  'colours within lines': each((line) =>
    line
      .replace(/^(\s*)(\S+\.go)(:\d+)/, '$1\u001b[1m$2\u001b[0m\u001b[38;5;42m$3\u001b[0m')
      .replace(/^([\w./*()]+)\(/, '\u001b[35m$1\u001b[0m(')
      .replace(/^goroutine (\d+)/, '\u001b[36mgoroutine \u001b[1m$1\u001b[0m'),
  ),
  'lines cleared to their end': each((line) => `\u001b[0m${line}\u001b[K`),
  'links to the places': each((line) => line.replace(/(\/\S+\.go)(:\d+)/, '\u001b]8;;file://$1\u0007$1$2\u001b]8;;\u0007')),
  'HTML with entities of numbers': html('&#34;', '&#39;'),
  'HTML with named entities': html('&quot;', '&#x27;'),
};

describe.each(Object.entries(IN_PLACE).map(([name, form], n) => ({ name, form, samples: some(n, 3) })))('$name', ({ form, samples }) => {
  it.each(samples)('$name has the same facts, at the same lines', async (sample) => {
    await holds(sample, { bytes: form(sample.lines), places: same(sample.lines) });
  });
});

describe.each(
  [1, 2, 3, 4, 8].flatMap((width) =>
    [blanks(width), columns(width)].map((form, i) => ({ width, how: i === 0 ? 'each' : 'to the column', form })),
  ),
)('tabs as $width blanks, $how', ({ width, form }) => {
  // A copy that takes one blank for a tab looks like a race report's own indentation, and places in it are two kinds of indented.
  const samples = some(width, 5).filter(({ lines }) => width > 2 || !lines.includes('WARNING: DATA RACE'));
  it.each(samples)('$name has the same facts, at the same lines', async (sample) => {
    await holds(sample, { bytes: form(sample.lines), places: same(sample.lines) });
  });
});

describe.each([1, 7, 4096])('in chunks of %i bytes', (size) => {
  it.each(some(size, 5))('$name has the same facts, at the same lines', async (sample) => {
    await holds(sample, { bytes: bytesOf(sample.lines), places: same(sample.lines), size });
    await holds(sample, { bytes: utf16(joined(sample.lines, '\n')), places: same(sample.lines), size });
  });
});

/** A file whose line ends are returns has one line for everything that counts line feeds, and so for citations. */
it.each(some(0, 4))('$name has the same facts with returns as line ends', async (sample) => {
  await holds(sample, { bytes: Buffer.from(joined(sample.lines, '\r')), places: sample.lines.map(() => 1) });
});

const between =
  (before: readonly string[], after: readonly string[], change = (line: string) => line) =>
  (lines: readonly string[]): Formed => ({
    bytes: bytesOf([...before, ...lines.map(change), ...after]),
    places: lines.map((_, i) => before.length + i + 1),
  });
const LONG = `{"level":"info","body":"${'goroutine 1 panic: x '.repeat(3500)}"}`;

const MOVED: Readonly<Record<string, (lines: readonly string[]) => Formed>> = {
  'a fence of Markdown': between(['We saw this today:', '', '```'], ['```', 'any ideas?']),
  'a fence with a language': between(['```go'], ['```']),
  'a quoted fence': between(['> On Monday they wrote:', '> ```'], ['> ```'], (line) => (line === '' ? '>' : `> ${line}`)),
  'a quote in a quote': between([], [], (line) => (line === '' ? '> >' : `> > ${line}`)),
  'a block of Jira': between(['{noformat}'], ['{noformat}']),
  'a folded block': between(['<details><summary>log</summary>', '', '```console'], ['```', '', '</details>']),
  'a group of GitHub Actions': between(
    ['2026-03-03T10:00:00.1234567Z ##[group]Run go test ./...', '2026-03-03T10:00:00.1234567Z ##[endgroup]'],
    ['2026-03-03T10:00:00.1234567Z ##[error]Process completed with exit code 2.'],
    (line) => `2026-03-03T10:00:00.1234567Z ${line}`,
  ),
  'the head of a download of Grafana': (lines) => {
    const head = ['Common labels: {"app":"web"}', 'Line limit: "1000 (15 returned)"', '', ''];
    return between(head, [], (line) => `1772532000000\t2026-03-03T10:00:00.000Z\t${line}`)(lines);
  },
  'a line of 70 KB before it': between([LONG], []),
  'a line of 70 KB after it': between([], [LONG]),
};

/** What text behind it tells: that a dump was not cut there, that a line was not the last one. */
const AFTER = ['integrity', 'atEnd'];

describe.each(Object.entries(MOVED).map(([name, form], n) => ({ name, form, samples: some(n, 4) })))('$name', ({ form, samples }) => {
  it.each(samples)('$name has the same facts, at the lines where they stand', async (sample) => {
    await holds(sample, form(sample.lines), AFTER);
  });
});

/** Where the lines of a sample are once some are gone: a line that is gone stands where the one before it is. */
function without(lines: readonly string[], isGone: (line: string) => boolean): Formed {
  const kept: string[] = [];
  const places: number[] = [];
  for (const line of lines) {
    if (!isGone(line)) kept.push(line);
    places.push(Math.max(1, kept.length));
  }
  return { bytes: bytesOf(kept), places };
}

describe('without its empty lines', () => {
  it.each(some(1, 2))('$name has the same facts, at the lines where they stand', async (sample) => {
    await holds(
      sample,
      without(sample.lines, (line) => line.trim() === ''),
    );
  });
});

/** What is told by the blanks before a line is gone with these; see {@link saysByMargins}. */
describe('without the blanks around its lines', () => {
  it.each(some(1, 3).filter((sample) => hasStack(sample) && !saysByMargins(sample)))('$name has the same crashes', async (sample) => {
    const crashes = async (lines: readonly string[]) =>
      (await read(bytesOf(lines))).caseFile.all.flatMap((fact) =>
        fact.type === 'crash' ? [{ class: fact.class, culprit: fact.culprit?.function, goroutine: fact.goroutine?.id }] : [],
      );
    expect(await crashes(sample.lines.map((line) => line.trim()))).toEqual(await crashes(sample.lines));
  });
});

/** A line of 70 KB in a dump is a line of another writer: the dump says that there was one, the rest is the same. */
it.each(some(2, 4).filter(hasStack))('a line of 70 KB in $name changes nothing but that it is counted', async (sample) => {
  const at = sample.lines.findIndex((line) => /^goroutine \d+ .*\]:$/.test(line)) + 3;
  const lines = [...sample.lines.slice(0, at), LONG, ...sample.lines.slice(at)];
  const places = sample.lines.map((_, i) => (i < at ? i + 1 : i + 2));
  await holds(sample, { bytes: bytesOf(lines), places }, [
    'defects',
    'integrity',
    'unparsedLines',
    'unparsedSample',
    'gone',
    'goneShare',
    'otherLines',
  ]);
});

describe('a line of 100 MB', () => {
  const sample = SAMPLES.find(({ name }) => name.startsWith('send-on-closed-channel/')) as Sample;
  const BLOCK = Buffer.alloc(1 << 20, 'a line without an end, ');
  const BLOCKS = 100;

  /** The sample with the line before its n-th one. */
  async function examine(at: number) {
    let largest = 0;
    async function* chunks() {
      if (at > 0) yield bytesOf(sample.lines.slice(0, at));
      for (let i = 0; i < BLOCKS; i++) {
        largest = Math.max(largest, process.memoryUsage.rss());
        yield BLOCK;
      }
      yield Buffer.from('\n');
      if (at < sample.lines.length) yield bytesOf(sample.lines.slice(at));
    }
    const before = process.memoryUsage.rss();
    const { examine: run } = await import('../../src/analyze.ts');
    const { caseFile, budget } = await run(['-'], { stdin: chunks });
    return { facts: caseFile.all, hits: budget.hits, grown: largest - before };
  }

  it.each([
    ['before it', 0],
    ['in it', 6],
    ['after it', sample.lines.length],
  ])('%s: the crash is found at its lines, memory stays small, and the cut is said', async (_, at) => {
    const { facts, hits, grown } = await examine(at);
    const crash = facts.find(({ type }) => type === 'crash');
    const expected = (await factsOf(sample)).find(({ type }) => type === 'crash');
    const moved = (line = 0) => (line > at ? line + 1 : line);
    expect(crash).toMatchObject({ class: 'panic', message: 'send on closed channel' });
    expect(crash?.citations.map(({ firstLine, lastLine }) => [firstLine, lastLine])).toEqual(
      expected?.citations.map(({ firstLine, lastLine }) => [moved(firstLine), moved(lastLine)]),
    );
    expect(hits).toMatchObject([{ what: 'line-length', detail: `line ${at + 1} has ${BLOCKS << 20} bytes: its middle was not read` }]);
    expect(grown).toBeLessThan(80 << 20);
  });
});
