import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { AnalyzeOptions } from '../../src/analyze.ts';
import { series } from '../parsers/gctrace/read.ts';
import { timeBefore } from '../../parsers/log/time-before.ts';
import { caseFile, citation, dump } from '../matcher/fixture.ts';
import { age } from '../../src/report/timeline/age.ts';
import { timeline } from '../../src/report/timeline/timeline.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { undated } from '../../src/report/undated.ts';
import { finding, report } from './fixture.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', 'samples', 'incidents');

/** The timeline of a text on standard input. */
async function timelineOf(text: string) {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(text);
  }
  const options: AnalyzeOptions = { stdin: bytes, signatures: [] };
  return (await analyze(['-'], options)).timeline.map(({ clock, atMs, event, citation }) => ({
    clock,
    atMs,
    event,
    line: citation.firstLine,
  }));
}

describe('the timeline', () => {
  test('windows of the collector that are events, by the clock of the process', async () => {
    const spiral = series(12, 32, () => ({ heap: [71, 72, 70], goal: 71, clock: [0.02, 30, 0.04], cpu: [0.04, 1, 12, 20, 0.08] }));
    expect(await timelineOf(spiral.join('\n'))).toEqual([
      {
        clock: 'process',
        atMs: 64,
        event: 'gc back-to-back for 350 ms (11 collections, 21 % of the CPU): the garbage collector runs half of the time or more',
        line: 2,
      },
      {
        clock: 'process',
        atMs: 64,
        event: 'gc no-headroom for 350 ms (11 collections, 21 % of the CPU): the goal of each collection is at the live heap',
        line: 2,
      },
    ]);
  });

  test('collections that are called for are none', async () => {
    expect(await timelineOf(series(12, 500, () => ({ forced: true })).join('\n'))).toEqual([]);
  });

  test('what metrics tell of times, the same event once', async () => {
    const scrape = (goroutines: number) =>
      [
        `go_goroutines ${goroutines} 1700000900000`,
        'process_start_time_seconds 1.7e+09',
        'go_memstats_last_gc_time_seconds 1.7000005e+09',
      ].join('\n');
    expect(await timelineOf(`${scrape(5)}\n${scrape(6).replace('1700000900000', '1700000960000')}`)).toEqual([
      { clock: 'unix', atMs: 1_700_000_000_000, event: 'process started', line: 1 },
      { clock: 'unix', atMs: 1_700_000_500_000, event: 'last garbage collection before the metrics were taken', line: 1 },
      { clock: 'unix', atMs: 1_700_000_900_000, event: 'runtime metrics taken', line: 1 },
      { clock: 'unix', atMs: 1_700_000_960_000, event: 'runtime metrics taken', line: 4 },
    ]);
  });

  test('the last collection of a heap profile in text form', async () => {
    const text = readFileSync(join(INCIDENTS, 'healthy-profiles', 'heap.txt'), 'utf8');
    const nanos = /# LastGC = (\d+)/.exec(text)?.[1] ?? '';
    expect(await timelineOf(text)).toMatchObject([{ clock: 'unix', atMs: Number(nanos.slice(0, -6)) }]);
  });
});

const base = { certainty: 'stated', scope: {} } as const;
const oom = (over: object): FactDraft => ({
  ...base,
  type: 'kernel',
  citations: [citation(4, 'kernel.log')],
  event: 'oom-kill',
  process: sanitize('shop'),
  pid: 7,
  constraint: 'memcg',
  limitBytes: 134_217_728,
  anonBytes: 130_023_424,
  count: 1,
  ...over,
});
const log = (line: number, over: object = {}): FactDraft => ({
  ...base,
  type: 'log',
  citations: [citation(line)],
  topic: sanitize('fork-eagain'),
  message: sanitize('fork: resource temporarily unavailable'),
  count: 1,
  values: [],
  largest: [],
  atEnd: false,
  ...over,
});
const citing = (line: number) => finding({ evidence: [{ ...finding().evidence[0]!, citation: citation(line) }] });

describe('what the kernel wrote', () => {
  test('stands by the time of day where its line has one, else since boot, machine by machine', () => {
    const entries = timeline(
      caseFile(
        oom({ atSeconds: 12.5 }),
        oom({ atSeconds: 3, citations: [citation(1, 'other.log')] }),
        oom({ atSeconds: 2.25 }),
        oom({ atUnixMs: 1_700_000_000_000 }),
        oom({}),
      ),
      [],
    );
    expect(entries.map(({ clock, atMs, citation: { path } }) => [clock, atMs, path])).toEqual([
      ['unix', 1_700_000_000_000, 'kernel.log'],
      ['boot', 2250, 'kernel.log'],
      ['boot', 12_500, 'kernel.log'],
      ['boot', 3000, 'other.log'],
    ]);
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['kernel']));
    expect(entries[0]?.event).toBe(
      'kernel: killed shop (pid 7) for want of memory, at the limit of a control group of 128 MiB; it had 124 MiB',
    );
  });

  test('without a time it is among what no time is written for', () => {
    const made = report([oom({}), oom({ atSeconds: 1 })]);
    expect(undated(made).map(({ kind, ends }) => [kind, ends])).toEqual([['kernel', true]]);
  });
});

describe('lines of logs', () => {
  test('are listed where a finding cites them, first and last', () => {
    const facts = caseFile(
      log(3, { firstUnixMs: 1000, lastUnixMs: 5000, count: 9, citations: [citation(3), citation(8)] }),
      log(20, { firstUnixMs: 2000, lastUnixMs: 2000 }),
    );
    expect(timeline(facts, [])).toEqual([]);
    expect(timeline(facts, [citing(8)]).map(({ atMs, kind, event, citation: { firstLine } }) => [atMs, kind, event, firstLine])).toEqual([
      [1000, 'log', 'log: fork: resource temporarily unavailable (first of 9)', 3],
      [5000, 'log', 'log: fork: resource temporarily unavailable (last of 9)', 8],
    ]);
    expect(timeline(facts, [citing(20)])).toHaveLength(1);
  });

  test('without a time they are among what no time is written for', () => {
    const made = { ...report([log(3, { count: 2 }), log(20), log(30, { firstUnixMs: 1 })]), findings: [citing(3), citing(30)] };
    expect(undated(made).map(({ event }) => event)).toEqual(['log: fork: resource temporarily unavailable (the first of 2)']);
    expect(undated({ ...made, findings: [] })).toEqual([]);
  });
});

describe('times that stand around a line', () => {
  const report = ['panic: boom', '', 'goroutine 1 [running]:', 'main.main()', '\t/src/app/main.go:9 +0x1d', 'exit status 2'];
  const at = '2026-03-01T10:00:00.250Z';
  const stamped = (wrap: (line: string) => string) => report.map(wrap).join('\n');
  const AT = Date.parse(at);

  test.each([
    ['kubectl logs --timestamps', stamped((line) => `${at} ${line}`)],
    ['a container runtime', stamped((line) => `${at} stderr F ${line}`)],
    ['Docker', stamped((line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: at }))],
    ['the journal', stamped((line) => `2026-03-01T10:00:00.250+0000 web1 shop[7]: ${line}`)],
  ])('date a crash: %s', async (_, text) => {
    expect((await timelineOf(text)).filter(({ event }) => event.startsWith('panic:'))).toEqual([
      { clock: 'unix', atMs: AT, event: 'panic: boom', line: 1 },
    ]);
  });

  test('are not those that its own words have, nor those without a zone', async () => {
    const own = report.toSpliced(0, 1, `panic: ${at} is no time`).join('\n');
    expect((await timelineOf(own)).filter(({ event }) => event.startsWith('panic:'))).toEqual([]);
    expect(await timelineOf(stamped((line) => `Mar  1 10:00:00 web1 shop[7]: ${line}`))).toEqual([]);
    expect(timeBefore({ text: 'panic: x', number: 1 })).toBeUndefined();
    expect(timeBefore({ text: 'panic: x', number: 1, raw: `{"msg":"at ${at}","log":"panic: x"}` })).toBeUndefined();
  });

  test('date what the kernel says', async () => {
    const killed = 'Memory cgroup out of memory: Killed process 4711 (api) total-vm:1000kB, anon-rss:900kB, file-rss:0kB, shmem-rss:0kB';
    for (const line of [`2026-03-01T10:00:00,250000+00:00 ${killed}`, `2026-03-01T10:00:00.250+0000 node1 kernel: ${killed}`])
      expect(await timelineOf(`${line}\n`), line).toMatchObject([{ clock: 'unix', atMs: AT }]);
    expect(await timelineOf(`[   12.500000] ${killed}\n`)).toMatchObject([{ clock: 'boot', atMs: 12_500 }]);
  });
});

test('a dump that says when it was taken is in the timeline, and not among what has no time', () => {
  const facts = [dump({ kind: 'profile', timeNanos: '1700000000123456789' as never }), dump({ kind: 'profile', timeNanos: 0 }), dump()];
  expect(timeline(caseFile(...facts), []).map(({ atMs, kind, event }) => [atMs, kind, event])).toEqual([
    [1_700_000_000_123, 'dump', 'goroutine profile taken, 10 goroutines'],
  ]);
  expect(undated(report(facts))).toHaveLength(2);
});

test('an age has the largest unit and the one below it', () => {
  expect([0, -400, -59_000, -60_000, -330_000, -7_200_000, -90_061_000].map(age)).toEqual(['0s', '0s', '59s', '1m', '5m30s', '2h', '1d1h']);
});
