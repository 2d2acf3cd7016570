import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FactDraft, FactOf } from '../../src/evidence/facts/index.ts';
import type { SchedulerWindow } from '../../src/evidence/facts/scheduler.ts';
import { WARNING_CODES } from '../../src/report/warning-codes.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { citation, crash, dump, group, race } from '../matcher/fixture.ts';
import { artifact, finding, report, result } from './fixture.ts';

const base = (path: string) => ({ certainty: 'stated' as const, citations: [citation(1, path)] as const, scope: {} });

function heap(path: string, over: Partial<FactOf<'heap'>> = {}): FactDraft {
  const sums = { inuseBytes: 1, inuseObjects: 1, allocBytes: 1, allocObjects: 1 };
  return {
    type: 'heap',
    ...base(path),
    ...sums,
    siteCount: 0,
    sites: [],
    allocSites: [],
    functionCount: 0,
    functions: [],
    salvaged: false,
    ...over,
  };
}

function scheduler(path: string, windows: readonly Partial<SchedulerWindow>[], over: Partial<FactOf<'scheduler'>> = {}): FactDraft {
  return {
    type: 'scheduler',
    ...base(path),
    form: 'plain',
    ticks: [],
    windows: windows.map((one) => ({
      picture: 'saturated' as const,
      ticks: 2,
      fromMs: 0,
      toMs: 1000,
      durationMs: 1000,
      share: 1,
      queuedPerP: { min: 1, median: 1, max: 1 },
      gomaxprocs: 2,
      stuckPs: [],
      stuckGoroutines: [],
      threadlessPs: 0,
      otherLines: 0,
      citation: citation(1, path),
      ...one,
    })),
    threads: { first: 1, last: 1, max: 1 },
    parkedReasons: [],
    atCrash: false,
    unparsedLines: 0,
    ...over,
  };
}

describe('verdict', () => {
  test('is the first finding', () => {
    const second = finding({ id: 'other#1', summary: sanitize('Other.') });
    expect(report([], { result: result({ findings: [finding(), second] }) }).verdict).toEqual({
      finding: 'send-on-closed-channel#1',
      confidence: 'strong',
      summary: 'A goroutine sent on a closed channel.',
      next: {
        finding: 'other#1',
        title: 'Send on a closed channel',
        why: 'strong evidence, critical severity, score 5; send-on-closed-channel#1 has 5',
      },
    });
  });

  test('says so where the signature is experimental', () => {
    const input = { result: result({ findings: [finding()] }) };
    const summary = (ids: string[]) => report([], { ...input, experimental: new Set(ids) }).verdict.summary;
    expect(summary(['send-on-closed-channel'])).toBe(
      'A goroutine sent on a closed channel. The signature behind this is experimental: check the evidence before you act on it.',
    );
    expect(summary(['another'])).toBe('A goroutine sent on a closed channel.');
  });

  test('says what was looked at where nothing was found', () => {
    const facts = [
      dump({ goroutines: 400 }),
      dump({ goroutines: 12 }),
      dump({ goroutines: '9007199254740993', kind: 'profile' }),
      heap('heap.pb.gz'),
      crash({ class: 'sigquit' }),
      crash({ class: 'recovered-panic' }),
    ];
    const artifacts = [artifact(), artifact(), artifact({ kinds: ['cpu-profile'] })];
    expect(report(facts, { artifacts }).verdict).toEqual({
      summary:
        'No known root cause was found in 3 files: 1 recovered panic, 2 goroutine dumps with 412 goroutines, ' +
        '1 goroutine profile with 9007199254740993 goroutines, 1 heap profile, 1 CPU profile (recognised, not analysed).',
    });
  });

  test('says what may have hidden a cause', () => {
    const artifacts = [
      artifact({ status: 'damaged' }),
      artifact({ kinds: [], status: 'unreadable' }),
      artifact({ kinds: [], status: 'passed-over' }),
    ];
    const limits = [{ what: 'time', limit: 120, detail: sanitize('time is up') }];
    const facts = [dump({ integrity: 'partial', defects: ['truncated'] }), crash({ truncated: true })];
    const open = {
      signature: 's',
      title: sanitize('S'),
      severity: 'low' as const,
      summary: sanitize('s'),
      evidence: [],
      missing: [],
      collect: [],
    };
    const outcome = result({ inconclusive: [open], signatureErrors: [{ signature: 'x', reason: sanitize('y') }] });
    expect(report(facts, { artifacts, limits, result: outcome }).verdict.summary).toBe(
      'No known root cause was found in 1 of 3 files: 1 crash report, 1 goroutine dump with 10 goroutines. ' +
        '1 suspicion could not be settled: it is listed with what is missing. ' +
        'A cause may have been missed: 1 file could not be read, 1 file is damaged, 1 goroutine dump is not whole, ' +
        '1 crash report is cut off, 1 limit was hit and 1 signature could not be evaluated.',
    );
  });

  test('a crash that prints one goroutine hides no cause', () => {
    const { summary } = report([dump({ integrity: 'partial', defects: ['single-goroutine'], goroutines: 1 })]).verdict;
    expect(summary).toBe('No known root cause was found in 1 file: 1 goroutine dump with 1 goroutine.');
  });

  test('our own file of marks is no file of the bundle', () => {
    const own = artifact({ path: sanitize('pod/goroner-triage.json'), kinds: [], status: 'passed-over' });
    expect(report([dump()], { artifacts: [own, artifact()] }).verdict.summary).toMatch(/^No known root cause was found in 1 file: /);
    expect(report([], { artifacts: [own] }).verdict.summary).toBe('Nothing that Goroner reads was found: there is no file.');
  });

  test('says so where nothing was recognised', () => {
    const none = artifact({ kinds: [], status: 'passed-over' });
    expect(report([], { artifacts: [none, none] }).verdict.summary).toBe('Nothing that Goroner reads was found in 2 files.');
    expect(report([], { artifacts: [none, { ...none, status: 'unreadable' }] }).verdict.summary).toBe(
      'Nothing that Goroner reads was found in 2 files. A cause may have been missed: 1 file could not be read.',
    );
    const tar = artifact({ path: sanitize('b.tgz'), kinds: [], status: 'passed-over', reason: sanitize('a tar archive: unpack it') });
    expect(report([], { artifacts: [tar] }).verdict.summary).toBe(
      'Nothing that Goroner reads was found in 1 file; b.tgz: a tar archive: unpack it.',
    );
    const empty = artifact({ kinds: [], status: 'passed-over', reason: sanitize('it is empty') });
    expect(report([], { artifacts: [tar, empty, empty] }).verdict.summary).toBe(
      'Nothing that Goroner reads was found in 3 files; 2 files: it is empty; b.tgz: a tar archive: unpack it.',
    );
    expect(report([], { artifacts: [] }).verdict.summary).toBe('Nothing that Goroner reads was found: there is no file.');
  });
});

describe('facts', () => {
  test('dumps have their own groups, largest first, then by key', () => {
    const { dumps } = report([
      dump({ citations: [citation(1, 'a.txt')], groups: 3 }),
      dump({ citations: [citation(1, 'b.txt')] }),
      group({ key: 'z', count: 2 }),
      group({ key: 'b', count: 7 }),
      group({ key: 'a', count: 2 }),
      group({ key: 'other', count: 9, dump: 'dump:2' }),
    ]).facts;
    expect(dumps.map((one) => [one.id, one.artifact, one.groups.map(({ key }) => key)])).toEqual([
      ['dump:1', 'a.txt', ['b', 'a', 'z']],
      ['dump:2', 'b.txt', ['other']],
    ]);
    expect(Object.keys(dumps[0] ?? {}).slice(-2)).toEqual(['artifact', 'groups']);
    expect(dumps[0]?.groups[0]?.id).toBe('goroutines:2');
  });

  test('the others are listed in the order of reading, their id first', () => {
    const { facts } = report([crash(), heap('h1'), race(), crash({ message: sanitize('x') }), scheduler('s', [])]);
    expect(facts.crashes.map(({ id, message }) => [id, message])).toEqual([
      ['crash:1', 'send on closed channel'],
      ['crash:2', 'x'],
    ]);
    expect([facts.heap.length, facts.scheduler.length, facts.growth.length, facts.races.length, facts.testRuns.length]).toEqual([
      1, 1, 0, 1, 0,
    ]);
    expect(Object.keys(facts.crashes[0] ?? {})[0]).toBe('id');
  });
});

test('timeline: wall clock first, then each scheduler series in its own order', () => {
  const { timeline } = report([
    scheduler('one', [{ fromMs: 5000 }, { fromMs: 1000, picture: 'idle', ticks: 3 }]),
    heap('late', { timeNanos: '1700000000123456789' }),
    heap('early', { timeNanos: '1600000000000000000' }),
    heap('without'),
    heap('zero', { timeNanos: 0 }),
    scheduler('two', [{ fromMs: 3000 }]),
  ]);
  expect(timeline.map(({ atMs, clock, citation }) => [atMs, clock, citation.path])).toEqual([
    [1_600_000_000_000, 'unix', 'early'],
    [1_700_000_000_123, 'unix', 'late'],
    [1000, 'process', 'one'],
    [5000, 'process', 'one'],
    [3000, 'process', 'two'],
  ]);
  expect(timeline[2]?.event).toBe('scheduler idle for 1000 ms (3 ticks): every P idle');
});

test('a profile without its first line is called one by guess', () => {
  const { warnings } = report([dump({ kind: 'profile', integrity: 'partial', defects: ['beginning-missing'] })]);
  expect(warnings.map(({ message }) => message)).toEqual([
    'the goroutine dump is not whole: its first line is missing, so that it is one of goroutines is a guess',
  ]);
});

describe('warnings and errors', () => {
  const codes = (...parameters: Parameters<typeof report>) => report(...parameters).warnings.map(({ code }) => code);

  test('every kind has its code', () => {
    const artifacts = [
      artifact({ status: 'damaged', reason: sanitize('gzip is cut') }),
      artifact({ path: sanitize('gone'), status: 'unreadable' }),
    ];
    const facts = [
      dump({ integrity: 'partial', defects: ['truncated', 'damaged', 'elided-frames', 'no-ages'], unparsedLines: 3 }),
      dump({ integrity: 'partial', defects: ['single-goroutine'] }),
      dump({
        integrity: 'partial',
        defects: ['truncated', 'cut-at-known-limit', 'mid-line', 'beginning-missing', 'interleaved', 'counts-disagree', 'reversed'],
        cutAt: 65536,
        counts: { stated: 9, read: 7 },
      }),
      dump({ integrity: 'unknown', defects: ['no-ages'], ages: { reason: 'no-collection', certainty: 'derived' } }),
      dump({ integrity: 'partial', defects: ['single-goroutine'], single: { reason: 'fatal-since-1.26', certainty: 'derived' } }),
      crash({ truncated: true }),
      crash({ class: 'head-missing' }),
      race({ truncated: true, unparsedLines: 1 }),
      heap('h', { salvaged: true }),
      scheduler('s', [], { ticksLeftOut: 1, windowsLeftOut: 2 }),
    ];
    const skipped = [
      { reason: 'no number', amount: 1, unit: 'lines' as const, citation: citation(4) },
      { reason: 'bad field', amount: 9, unit: 'bytes' as const, citation: citation(5) },
    ];
    const limits = [{ what: 'line-length', path: sanitize('app.log'), limit: 100, detail: sanitize('line 7 has 200 bytes') }];
    const outcome = result({
      signatureErrors: [{ signature: 'x', reason: sanitize('broken') }],
      findingsLeftOut: [{ signature: 'y', count: 2 }],
      partial: ['z'],
    });
    const { warnings, errors } = report(facts, { artifacts, skipped, limits, result: outcome });
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      ['file-damaged', 'gzip is cut'],
      ['lines-skipped', '1 line left out: no number'],
      ['bytes-skipped', '9 bytes left out: bad field'],
      ['dump-partial', 'the goroutine dump is not whole: its text is cut off and parts of it could not be read'],
      ['lines-unparsed', '3 lines of the goroutine dump fit no known form'],
      ['frames-elided', 'the runtime left frames out of very deep stacks'],
      ['wait-ages-unknown', 'no goroutine of the dump has a printed wait: the ages are unknown, not short'],
      ['dump-single-goroutine', 'only one goroutine was printed: nothing follows from the absence of others'],
      [
        'dump-partial',
        'the goroutine dump is not whole: its text is cut off, its text breaks off within a line, its beginning is missing (the goroutine that wrote ' +
          'it is not the first one), stacks in its middle are broken off (two were written at once, or lines are lost), it is exactly 64 KiB long, as ' +
          'a buffer that was too small leaves it and it states 9 goroutines and lists 7',
      ],
      ['dump-reversed', 'the newest line stood first: the lines were turned round, and those of the same time may be out of order'],
      [
        'wait-ages-unknown',
        'no goroutine of the dump has a printed wait: the ages are unknown, not short (no garbage collection has run, and ages count from one)',
      ],
      [
        'dump-single-goroutine',
        'only one goroutine was printed: nothing follows from the absence of others (since Go 1.26 a fatal error prints its own only, unless ' +
          'GOTRACEBACK=all)',
      ],
      ['crash-truncated', 'the crash report is cut off: its stack, or part of it, is missing'],
      [
        'crash-head-missing',
        'the crash report begins within its stack: what it was stood before that, in the log of this run (kubectl logs --previous)',
      ],
      ['race-truncated', 'the race report is cut off: part of it may be missing'],
      ['lines-unparsed', '1 line of the race report fits no known form'],
      ['profile-salvaged', 'the profile was damaged: its figures cover only what could be saved'],
      ['series-thinned', '1 tick and 2 short windows of a very long scheduler trace were counted but are not listed'],
      ['limit-hit', 'the limit line-length (100) was hit: line 7 has 200 bytes'],
      ['findings-left-out', 'the signature y holds in more places than are listed: 2 weaker findings left out'],
      ['matching-partial', 'the signature z was compared with a part of the bundle only: there is too much in it'],
      ['signature-error', 'the signature x could not be evaluated: broken'],
    ]);
    expect(errors).toEqual([{ code: 'file-unreadable', message: 'the file could not be read', path: 'gone' }]);
    expect(new Set([...warnings, ...errors].map(({ code }) => code))).toEqual(new Set(Object.keys(WARNING_CODES)));
  });

  test('a whole bundle has none', () => {
    expect(codes([dump(), crash(), race(), heap('h'), scheduler('s', [])])).toEqual([]);
  });

  test('a partial dump without a known reason is still named', () => {
    expect(codes([dump({ integrity: 'partial' })])).toEqual(['dump-partial']);
  });

  test('what was skipped for the same reason in one file is one warning, at its first place', () => {
    const one = (line: number, path: string, amount = 1) => ({
      reason: 'cut',
      amount,
      unit: 'lines' as const,
      citation: citation(line, path),
    });
    const { warnings } = report([], { skipped: [one(3, 'a'), one(8, 'b'), one(9, 'a', 4)] });
    expect(warnings.map(({ message, citation }) => [message, citation?.path, citation?.firstLine])).toEqual([
      ['5 lines left out in 2 places: cut', 'a', 3],
      ['1 line left out: cut', 'b', 8],
    ]);
  });
});

test('the same input gives the same bytes', () => {
  const make = () =>
    JSON.stringify(report([dump(), group(), crash(), heap('h', { timeNanos: 1e15 })], { result: result({ findings: [finding()] }) }));
  expect(make()).toBe(make());
});

test('docs/report.md lists every code with its meaning, and every field of the top level', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/report.md'), 'utf8');
  for (const [code, meaning] of Object.entries(WARNING_CODES)) expect(page).toContain(`| \`${code}\` | ${meaning} |`);
  const [, topLevel = ''] = page.split('## The top level');
  for (const field of Object.keys(report())) expect(topLevel.split('\n## ')[0]).toContain(`\`${field}\``);
});
