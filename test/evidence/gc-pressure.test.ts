import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crashParser } from '../../parsers/crash/index.ts';
import { gctraceParser } from '../../parsers/gctrace/index.ts';
import type { TextParserModule } from '../../parsers/parser.ts';
import { CaseFile } from '../../src/evidence/case-file.ts';
import { deriveGcPressure } from '../../src/evidence/derive/gc-pressure.ts';
import type { Fact, FactDraft } from '../../src/evidence/facts/index.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { series } from '../parsers/gctrace/read.ts';
import { buildProfile } from '../parsers/pprof/build-profile.ts';
import { runParser } from '../parsers/pprof/run-parser.ts';

/** The facts of several files of one bundle. */
function caseFileOf(module: TextParserModule, files: readonly (readonly string[])[], scopes: readonly Scope[] = []): CaseFile {
  const caseFile = new CaseFile();
  for (const [index, lines] of files.entries()) {
    const parser = module.create({
      source: { path: sanitize(`file-${index + 1}.txt`), scope: scopes[index] ?? {}, salvaged: false },
      emit: (draft) => caseFile.add(draft),
      found: () => {},
      skipped: () => {},
    });
    for (const [at, text] of lines.entries()) parser.accept({ text, number: at + 1 });
    parser.end();
  }
  return caseFile;
}

/** Goroutines of a dump as Go 1.22 prints them: how many in each state, at a place of the program or in a lock. */
function dump(states: Readonly<Record<string, number>>): string[] {
  let id = 1;
  return Object.entries(states).flatMap(([state, count]) =>
    Array.from({ length: count }, () => {
      id += 1;
      const lock = state.startsWith('locked');
      return [
        `goroutine ${id} [${lock ? 'semacquire' : state}]:`,
        ...(lock
          ? [
              'sync.runtime_SemacquireMutex(0x1, 0x0, 0x1)',
              '\t/usr/local/go/src/runtime/sema.go:77 +0x26',
              'sync.(*Mutex).Lock(...)',
              '\t/usr/local/go/src/sync/mutex.go:90',
            ]
          : []),
        'main.render(0x10)',
        '\t/src/app/render.go:24 +0x25',
        'created by main.main in goroutine 1',
        '\t/src/app/main.go:12 +0x1d',
        '',
      ];
    }).flat(),
  );
}

const derive = (files: readonly (readonly string[])[], scopes?: readonly Scope[]) =>
  deriveGcPressure(caseFileOf(crashParser, files, scopes).all).map(({ citations, ...draft }) => ({
    ...draft,
    places: citations.map(({ path, firstLine }) => `${path}:${firstLine}`),
  }));

describe('dumps', () => {
  test('goroutines that assist, of a quarter of the dump and at least four', () => {
    expect(derive([dump({ 'GC assist wait': 3, 'GC assist marking': 2, runnable: 15 })])).toMatchObject([
      {
        type: 'gc-pressure',
        certainty: 'derived',
        seenIn: 'dumps',
        dumps: 1,
        dumpsPressed: 1,
        assisting: 5,
        queueing: 0,
        share: 0.25,
        owner: { function: 'main.render' },
      },
    ]);
    expect(derive([dump({ 'GC assist wait': 4, runnable: 13 })])).toEqual([]);
    expect(derive([dump({ 'GC assist wait': 3, runnable: 1 })])).toEqual([]);
  });

  test('goroutines that queue in the runtime where they allocate; those at a lock do not', () => {
    expect(derive([dump({ semacquire: 6, runnable: 6 })])).toMatchObject([{ assisting: 0, queueing: 6, share: 0.5 }]);
    expect(derive([dump({ locked: 6, runnable: 6 })])).toEqual([]);
  });

  test('callers of the runtime wait for it, not for memory', () => {
    const lines = dump({ semacquire: 6, runnable: 6 }).flatMap((line) =>
      line.startsWith('main.render') ? ['runtime.ReadMemStats(0x10)', '\t/usr/local/go/src/runtime/mstats.go:349 +0x25', line] : [line],
    );
    expect(derive([lines])).toEqual([]);
  });

  test('several dumps: how many show it, and the one with assists speaks', () => {
    const [fact, ...more] = derive([
      dump({ runnable: 8 }),
      dump({ semacquire: 8 }),
      dump({ 'GC assist wait': 4, runnable: 4 }),
      dump({ semacquire: 2, runnable: 2, 'GC assist wait': 1 }),
    ]);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({
      dumps: 4,
      dumpsPressed: 2,
      assisting: 4,
      queueing: 0,
      share: 0.5,
      places: ['file-3.txt:1', 'file-2.txt:1'],
    });
  });

  test('containers are not mixed', () => {
    const pod = (name: string): Scope => ({ pod: sanitize(name) });
    const facts = derive([dump({ semacquire: 8 }), dump({ 'GC assist wait': 8 })], [pod('a'), pod('b')]);
    expect(facts.map(({ scope, ...fact }) => [scope.pod, 'dumps' in fact ? fact.dumps : 0])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('a service at rest shows nothing', () => {
    const lines = readFileSync(join(import.meta.dirname, '..', '..', 'samples/incidents/waitgroup-hang/goroutines.txt'), 'utf8').split(
      '\n',
    );
    expect(derive([lines])).toEqual([]);
  });
});

describe('traces', () => {
  test('the longest window of assists', () => {
    const lines = series(40, 50, (n) => ({ cpu: [0.1, n < 6 || n > 20 ? 20 : 1, 10, 0, 0.1], clock: [0.02, 20, 0.04] }));
    const [draft, ...more] = deriveGcPressure(caseFileOf(gctraceParser, [lines]).all);
    expect(more).toEqual([]);
    expect(draft).toMatchObject({ seenIn: 'trace', cycles: 19, cpuShare: 0.312, assistShare: 0.667, perSecond: expect.any(Number) });
    expect(draft).not.toHaveProperty('dumps');
  });

  test('none without such a window', () => {
    expect(deriveGcPressure(caseFileOf(gctraceParser, [series(40, 50)]).all)).toEqual([]);
  });
});

describe('by a CPU profile', () => {
  const ALLOC = ['runtime.mallocgc', 'main.render', 'main.main'];
  const profile = (assists: number, rest: number): FactDraft[] => {
    const names = ['runtime.gcAssistAlloc', ...ALLOC];
    const plan = {
      sampleTypes: [
        ['samples', 'count'],
        ['cpu', 'nanoseconds'],
      ] as const,
      period: ['cpu', 'nanoseconds', 10_000_000] as const,
      duration: 2_000_000_000n,
      locations: Object.fromEntries(names.map((name) => [name, [[name, '/src/app/a.go', 7] as const]])),
      samples: [
        { stack: names, values: [assists, assists * 10_000_000] },
        { stack: ALLOC, values: [rest, rest * 10_000_000] },
      ],
    };
    return deriveGcPressure(runParser(buildProfile(plan)).facts.all);
  };

  test('assists, and where they allocate', () => {
    expect(profile(60, 140)).toMatchObject([
      { seenIn: 'cpu-profile', cpuShare: 0.3, assistShare: 0.3, busyProcessors: 1, owner: { function: 'main.render' } },
    ]);
  });

  test('few of them, or a profile of hardly anything, say nothing', () => {
    expect(profile(10, 190)).toEqual([]);
    expect(profile(40, 40)).toEqual([]);
  });
});

describe('by runtime metrics', () => {
  const scrape = (i: number, assist: number): Fact => ({
    type: 'runtime-metrics',
    id: `runtime-metrics:${i}`,
    certainty: 'stated',
    scope: {},
    citations: [{ path: sanitize(`metrics-${i}.txt`), firstLine: 1, lastLine: 9, excerpt: sanitize('') }],
    source: 'prometheus',
    numGc: 100 * i,
    lastGcUnixNanos: `${1_700_000_000 + 50 * i}000000000`,
    gcCpuSeconds: 60 * i,
    gcIdleCpuSeconds: 20 * i,
    gcPauseCpuSeconds: 0,
    gcAssistCpuSeconds: assist * i,
    totalCpuSeconds: 100 * i,
    unparsedLines: 0,
  });

  test('assists between two scrapes', () => {
    expect(deriveGcPressure([scrape(1, 20), scrape(2, 20)])).toMatchObject([
      { seenIn: 'metrics', cycles: 100, durationMs: 50_000, cpuShare: 0.4, assistShare: 0.5, perSecond: 2 },
    ]);
  });

  test('nothing where the background workers keep up, nor since the start of the process', () => {
    expect(deriveGcPressure([scrape(1, 10), scrape(2, 10)])).toEqual([]);
    expect(deriveGcPressure([scrape(1, 20)])).toEqual([]);
  });
});
