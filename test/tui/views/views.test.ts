import { describe, expect, test } from 'vitest';
import type { Citation } from '../../../src/evidence/citation.ts';
import type { FactDraft } from '../../../src/evidence/facts/index.ts';
import type { Report } from '../../../src/report/report.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import type { Rows, Target, ViewInput, ExactDumps } from '../../../src/tui/view.ts';
import { views } from '../../../src/tui/views/all.ts';
import { rowsFor } from './rows-for.ts';
import type { FileLines } from '../../../src/tui/views/file-lines.ts';
import { citation, dump, group } from '../../matcher/fixture.ts';
import { artifact, finding, report, result } from '../../report/fixture.ts';
import { text } from './render.ts';

const place = (firstLine: number, lastLine = firstLine): Citation => ({
  path: sanitize('app.log'),
  firstLine,
  lastLine,
  excerpt: sanitize('panic: x'),
});

function lines(count: number, over: Partial<FileLines> = {}): FileLines {
  return { count, complete: true, line: (number) => sanitize(`line ${number}`), ...over };
}

function show(made: Report, target: Target, over: Partial<ViewInput> = {}, file: FileLines = lines(12)): Rows {
  return rowsFor(views({ linesOf: () => file, help: () => [] }), target, { report: made, triage: new Map(), width: 80, ...over });
}

function all(rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, at) => text(rows.line(at)));
}

const withFindings = (...findings: Report['findings']): Report => ({
  ...report(),
  verdict: { finding: findings[0]?.id ?? '', confidence: 'strong', summary: sanitize('It died.') },
  findings,
});

describe('findings', () => {
  test('consequences stand indented below their cause, each finding once', () => {
    const rows = show(
      withFindings(
        finding({ id: 'a#1', title: sanitize('Cause'), signature: 'Cause', causes: ['c#1'] }),
        finding({ id: 'b#1', title: sanitize('Other'), signature: 'Other' }),
        finding({ id: 'c#1', title: sanitize('Middle'), signature: 'Middle', causes: ['d#1'], causedBy: ['a#1'] }),
        finding({ id: 'd#1', title: sanitize('End'), signature: 'End', causedBy: ['c#1'] }),
      ),
      { view: 'findings' },
    );
    const table = all(rows).filter((line) => line.startsWith('!!'));
    expect(table.map((line) => line.slice(24))).toEqual(['Cause', '└→ Middle', '   └→ End', 'Other']);
  });

  test('findings that account for each other are listed all the same', () => {
    const rows = show(
      withFindings(
        finding({ id: 'a#1', title: sanitize('One'), causes: ['b#1'], causedBy: ['b#1'] }),
        finding({ id: 'b#1', title: sanitize('Two'), causes: ['a#1'], causedBy: ['a#1'] }),
      ),
      { view: 'findings' },
    );
    expect(all(rows).filter((line) => line.startsWith('!!'))).toHaveLength(2);
  });

  test('the marks tell severities apart without a colour', () => {
    const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
    const rows = show(
      withFindings(
        ...severities.map((severity, i) => finding({ id: `a#${i}`, signature: severity, severity, title: sanitize(`of ${severity}`) })),
      ),
      {
        view: 'findings',
      },
    );
    const marks = all(rows).filter((line) => /of (?:critical|high|medium|low|info)$/.test(line) && !line.startsWith('VERDICT'));
    expect(marks.map((line) => line.slice(0, 2))).toEqual(['!!', '!!', '! ', '· ', '· ']);
  });

  test('findings of one signature are told apart', () => {
    const culprit = (name: string) => ({ culprit: { function: sanitize(name) } });
    const rows = all(
      show(withFindings(finding({ id: 'x#1', ...culprit('main.get') }), finding({ id: 'x#2', ...culprit('main.put') })), {
        view: 'findings',
      }),
    );
    expect(rows.filter((line) => line.startsWith('!!')).map((line) => line.slice(24))).toEqual([
      'Send on a closed channel #1: main.get',
      'Send on a closed channel #2: main.put',
    ]);
  });

  test('what the user said of a finding is a word in its row', () => {
    const triage = new Map([
      ['send-on-closed-channel/abc', { fingerprint: 'send-on-closed-channel/abc', mark: 'dismissed', note: 'known' }],
    ] as const);
    const made = withFindings(finding());
    expect(all(show(made, { view: 'findings' }, { triage })).some((line) => line.includes('dismissed'))).toBe(true);
    expect(all(show(made, { view: 'findings' })).some((line) => line.includes('triage'))).toBe(false);
    expect(all(show(made, { view: 'finding', id: 'send-on-closed-channel#1' }, { triage }))).toContain('  Triage: dismissed, known');
  });

  test('the verdict says what the user said of it', () => {
    const entry = { fingerprint: 'send-on-closed-channel/abc', mark: 'dismissed', note: 'a test\u200dbench' } as const;
    const rows = all(show(withFindings(finding()), { view: 'findings' }, { triage: new Map([[entry.fingerprint, entry]]) }));
    expect(rows[0]).toMatch(/^VERDICT/);
    expect(rows[2]).toBe('  Triage: dismissed, a test\\u200dbench');
  });

  test('a note has a sign in the row of its finding, and is found by a filter', () => {
    const entry = { fingerprint: 'send-on-closed-channel/abc', mark: 'open', note: 'Seen on node 7' } as const;
    const rows = (mark: 'open' | 'confirmed', width: number) =>
      show(withFindings(finding()), { view: 'findings' }, { width, triage: new Map([[entry.fingerprint, { ...entry, mark }]]) });
    for (const width of [38, 80]) {
      const row = all(rows('open', width)).findIndex((line) => line.startsWith('!!'));
      expect(all(rows('open', width))[row]).toContain(' • ');
      expect(all(rows('confirmed', width))[row]).toContain(' confirmed • ');
      expect(rows('open', width).haystack?.(row)).toContain('seen on node 7');
    }
  });

  test('what could not be saved of it is said in its row and on its page', () => {
    const entry = { fingerprint: 'send-on-closed-channel/abc', mark: 'open', note: '', unsaved: true } as const;
    const triage = new Map([[entry.fingerprint, entry]]);
    const made = withFindings(finding());
    expect(all(show(made, { view: 'findings' }, { triage })).some((line) => line.startsWith('!!') && line.includes('NOT SAVED'))).toBe(
      true,
    );
    expect(all(show(made, { view: 'finding', id: 'send-on-closed-channel#1' }, { triage }))).toContain('  Triage: open (NOT SAVED)');
  });

  test('where nothing was found it says what was looked at and what would help', () => {
    const rows = all(show(report(), { view: 'findings' }));
    expect(rows[0]).toBe('VERDICT: no root cause found');
    expect(rows).toContain('What would help');
    expect(rows.some((line) => line.includes('debug/pprof/goroutine?debug=2'))).toBe(true);
  });

  test('our own file of marks is not counted among those that were passed over', () => {
    const passed = (path: string) => artifact({ path: sanitize(path), kinds: [], status: 'passed-over' });
    const files = (...paths: string[]) =>
      all(show(report([], { artifacts: [artifact(), ...paths.map(passed)] }), { view: 'findings' })).find((line) =>
        line.startsWith('Files'),
      );
    expect(files('pod/goroner-triage.json')).toMatch(/ 1 file$/);
    expect(files('goroner-triage.json', 'my-goroner-triage.json')).toMatch(/ 2 files: 1 passed over$/);
  });

  test('what would settle several suspicions is said once, with their number', () => {
    const suspicion = {
      signature: 'x',
      title: sanitize('A leak?'),
      severity: 'high',
      summary: sanitize('s'),
      evidence: [],
      collect: [],
    } as const;
    const inconclusive = [sanitize('a second dump'), sanitize('a second dump'), sanitize('the log')].map((one) => ({
      ...suspicion,
      missing: [one],
    }));
    const rows = show(report([], { result: result({ inconclusive }) }), { view: 'findings' });
    expect(all(rows).filter((line) => line.includes('A leak?'))).toEqual(['  - A leak? (2 times): a second dump', '  - A leak?: the log']);
  });

  test('where nothing was found the cursor stops at what leads somewhere or can be copied, once each', () => {
    const rows = show(report(), { view: 'findings' }, { width: 40 });
    const stops = Array.from({ length: rows.count }, (_, at) => at).filter((at) => rows.selectable?.(at) !== false);
    expect(stops.map((at) => rows.quote?.(at)?.slice(0, 7) ?? rows.target?.(at)?.view)).toEqual([
      'curl -s',
      'kubectl',
      'outcomes',
      'goroutines',
      'timeline',
      'memory',
      'changes',
      'waits',
      'files',
    ]);
  });

  test('rows lead to the other views', () => {
    const rows = show(report(), { view: 'findings' });
    const targets = Array.from({ length: rows.count }, (_, at) => rows.target?.(at)?.view).filter((one) => one !== undefined);
    expect(targets).toEqual(['outcomes', 'goroutines', 'timeline', 'memory', 'changes', 'waits', 'files']);
  });
});

describe('finding', () => {
  const long =
    'curl -s "http://$HOST/debug/pprof/goroutine?debug=2" > goroutines-1.txt; sleep 120; curl -s "http://$HOST/debug/pprof/heap" > heap.pb.gz';
  const made = withFindings(
    finding({
      evidence: [
        { evidence: 'panic', role: 'required', statement: sanitize('it panicked'), certainty: 'stated', citation: place(4, 5), more: [] },
        {
          evidence: 'heap',
          role: 'supporting',
          statement: sanitize('it grew'),
          certainty: 'derived',
          citation: { path: sanitize('heap.pb.gz'), excerpt: sanitize('') },
          more: [],
        },
      ],
      collect: [{ command: sanitize(long), why: sanitize('what waits') }],
    }),
  );
  const rows = show(made, { view: 'finding', id: 'send-on-closed-channel#1' }, { width: 40 });
  const at = (needle: string) => all(rows).findIndex((line) => line.includes(needle));

  test('evidence leads to its line, from the statement and from the raw line', () => {
    for (const needle of ['+5 it panicked', '│ panic: x']) {
      expect(rows.target?.(at(needle))).toEqual({ view: 'file', path: 'app.log', line: 4 });
      expect(rows.place?.(at(needle))).toEqual(place(4, 5));
    }
    expect(rows.quote?.(at('│ panic: x'))).toBe('send-on-closed-channel#1: Send on a closed channel\napp.log:4-5\npanic: x');
  });

  test('a file without lines leads to the files', () => {
    expect(rows.target?.(at('heap.pb.gz'))).toEqual({ view: 'files' });
  });

  test('a command is copied whole, however it is folded', () => {
    expect(rows.quote?.(at('curl -s'))).toBe(long);
  });

  test('an id that is not there is said to be none', () => {
    expect(all(show(made, { view: 'finding', id: 'none#1' }))).toEqual(['There is no finding none#1 in this report.']);
  });
});

describe('goroutines', () => {
  const made = report([
    dump({ goroutines: 12, integrity: 'unknown' }),
    group({ dump: 'dump:1', key: 'a', count: 9, state: sanitize('chan receive'), wait: { unknown: 9 } }),
    group({ dump: 'dump:1', key: 'b', count: 3, idle: 'accept-loop' }),
  ]);

  test('idle ones are one line, until they are asked for', () => {
    const folded = all(show(made, { view: 'goroutines' }));
    expect(folded.at(-1)).toBe('+       3  idle by design: 3 accept-loop');
    const open = all(show(made, { view: 'goroutines' }, { idle: true }));
    expect(open).toHaveLength(folded.length);
    expect(open.at(-1)).not.toContain('idle by design');
  });

  test('a wait without an age is unknown', () => {
    expect(all(show(made, { view: 'goroutines' })).find((line) => line.includes('chan receive'))).toContain('unknown');
  });

  test('that lines are not kept apart is said, where they are asked for', () => {
    const heading = (exact?: ExactDumps) =>
      text(show(made, { view: 'goroutines' }, { level: 'exact', ...(exact === undefined ? {} : { exact }) }).head[0] ?? []);
    expect(heading({ kind: 'reading' })).toBe('alike by functions so far: the dumps are being read again, lines apart …');
    expect(heading({ kind: 'failed', why: 'gone' })).toBe('alike by functions: lines cannot be told apart, gone');
    const input = { report: made, triage: new Map(), width: 80, level: 'exact', exact: { kind: 'read', dumps: made.facts.dumps } } as const;
    const rows = rowsFor(views({ linesOf: () => lines(0), help: () => [] }), { view: 'goroutines' }, input);
    expect(text(rows.head[0] ?? [])).toBe('alike to the line, by count');
    const target = rows.target?.(2);
    expect(target).toEqual({ view: 'group', id: 'dump:1|exact|a' });
    if (target !== undefined)
      expect(text(rowsFor(views({ linesOf: () => lines(0), help: () => [] }), target, input).line(0))).toBe('9 goroutines, chan receive');
  });

  test('by creator the goroutines that one function started are counted together', () => {
    const by = (key: string, count: number, name: string) =>
      group({ dump: 'dump:1', key, count, creator: { function: sanitize(name), origin: 'app' } });
    const three = report([dump(), by('a', 5, 'main.x'), by('b', 4, 'main.y'), by('c', 4, 'main.y')]);
    const rows = all(show(three, { view: 'goroutines' }, { level: 'creator' })).filter((line) => line.includes('main.'));
    expect(rows.map((line) => /(\d+) .*(main\.[xy])$/.exec(line)?.slice(1))).toEqual([
      ['8', 'main.y'],
      ['5', 'main.x'],
    ]);
  });

  test('counts and ages that no process has lose no group', () => {
    const huge = Number.MAX_SAFE_INTEGER - 8;
    const by = (key: string, off: number) =>
      group({
        dump: 'dump:1',
        key,
        count: huge - off,
        wait: { minMinutes: 1, maxMinutes: huge + off, unknown: 0 },
        owner: { function: sanitize(`main.${key}`), origin: 'app' },
        creator: { function: sanitize(`main.new.${key}`), origin: 'app' },
      });
    const three = report([dump(), by('a', 0), by('b', 1), by('c', 2)]);
    for (const over of [{ sort: 'wait' }, { level: 'creator' }, { level: 'creator', sort: 'wait' }] as const) {
      const rows = all(show(three, { view: 'goroutines' }, { ...over, width: 120 }));
      for (const name of ['main.a', 'main.b', 'main.c']) expect(rows.filter((line) => line.includes(name))).toHaveLength(1);
    }
  });

  test('growth has a column where it is followed: by functions, also while lines are not told apart yet', () => {
    const base = report([dump(), group({ dump: 'dump:1', count: 9 })]);
    const grown = { ...base, facts: { ...base.facts, growth: [{ subject: 'goroutines', key: 'x', points: [] }] } } as unknown as Report;
    const { dumps } = grown.facts;
    const head = (over: Partial<ViewInput>) => text(show(grown, { view: 'goroutines' }, over).head[1] ?? []);
    expect(head({})).toContain('growth');
    expect(head({ level: 'exact', exact: { kind: 'reading' } })).toContain('growth');
    expect(head({ level: 'exact', exact: { kind: 'read', dumps } })).not.toContain('growth');
    expect(head({ level: 'creator' })).not.toContain('growth');
  });

  test('what the runtime marked leaked is marked and said, at any width', () => {
    const leaked = report([dump(), group({ dump: 'dump:1', count: 9, leaked: 4, state: sanitize('chan receive') })]);
    const row = (width: number) => all(show(leaked, { view: 'goroutines' }, { width })).find((line) => line.includes(' 9 '));
    expect(row(80)).toMatch(/^!! .*4 leaked, chan…/);
    expect(row(120)).toMatch(/^!! .*4 leaked, chan rece…/);
    expect(row(40)).toMatch(/^!! /);
  });

  test('a group that a finding rests on carries its mark', () => {
    const cited = made.facts.dumps[0]?.groups[0]?.citations[0] ?? place(1);
    const found = finding({
      evidence: [{ evidence: 'panic', role: 'required', statement: sanitize('x'), certainty: 'stated', citation: cited, more: [] }],
    });
    const rows = all(show({ ...made, findings: [found] }, { view: 'goroutines' }));
    expect(rows.filter((line) => line.startsWith('!!'))).toHaveLength(1);
    expect(all(show(made, { view: 'goroutines' })).filter((line) => line.startsWith('!!'))).toHaveLength(0);
  });

  test('what cites more than a group, or speaks against itself by it, does not rest on it, in the list and on its page', () => {
    const at = made.facts.dumps[0]?.groups[0]?.citations[0] ?? place(1);
    const first = at.firstLine ?? 1;
    const line = (citation: Citation, role: 'required' | 'contradicting' = 'required') =>
      ({ evidence: 'panic', role, statement: sanitize('x'), certainty: 'stated', citation, more: [] }) as const;
    const seen = (...evidence: ReturnType<typeof line>[]) => {
      const one = { ...made, findings: [finding({ evidence })] };
      const marked = all(show(one, { view: 'goroutines' })).some((text) => text.startsWith('!!'));
      const rows = show(one, { view: 'goroutines' });
      const target = Array.from({ length: rows.count }, (_, row) => rows.target?.(row)).find((to) => to?.view === 'group');
      if (target === undefined) throw new Error('no group');
      return [marked, all(show(one, target)).includes('Found by')];
    };
    expect(seen(line(at))).toEqual([true, true]);
    // The same goroutine, cited in part.
    expect(seen(line({ ...at, lastLine: first + 100 }))).toEqual([true, true]);
    expect(seen(line({ ...at, firstLine: first - 1 }))).toEqual([false, false]);
    expect(seen(line(at, 'contradicting'))).toEqual([false, false]);
  });
});

describe('the chain of a finding', () => {
  const one = (id: string, causedBy: string[], causes: string[], over: Partial<Report['findings'][0]> = {}) =>
    finding({ id, signature: id, title: sanitize(`Title ${id}`), causedBy, causes, ...over });
  const chained = withFindings(
    one('root#1', [], ['middle#1', 'end#1', 'aside#1']),
    one('middle#1', ['root#1'], ['end#1'], { role: 'amplifier', confidence: 'moderate' }),
    one('end#1', ['root#1', 'middle#1'], ['last#1'], { role: 'consequence' }),
    one('last#1', ['end#1', 'second#1'], []),
    one('second#1', [], ['last#1']),
    one('aside#1', ['root#1'], []),
    one('other#1', [], []),
  );
  const chain = (id: string, width = 80) => {
    const rows = show(chained, { view: 'finding', id }, { width });
    const from = all(rows).indexOf('Chain, root cause first');
    return from < 0
      ? []
      : Array.from({ length: all(rows).indexOf('', from) - from - 1 }, (_, at) => ({
          text: all(rows)[from + 1 + at] ?? '',
          target: rows.target?.(from + 1 + at),
        }));
  };

  test('goes from the root cause to the last consequence, with confidence and role, this one marked', () => {
    expect(chain('end#1').map(({ text }) => text)).toEqual([
      '  Title root#1 (strong evidence, cause)',
      '  … and 1 more consequence of it',
      '  └→ Title middle#1 (moderate evidence, amplifier)',
      '     └→ Title end#1 ← this one (strong evidence, consequence)',
      '        └→ Title last#1 (strong evidence, cause; also follows from second#1)',
    ]);
    expect(chain('root#1').map(({ text }) => text)).toContain('  └→ Title aside#1 (strong evidence, cause)');
  });

  test('every other finding is a row to open', () => {
    // What else leads to its consequences is not its own affair, but is one key away.
    const leads = chain('end#1', 200).map(({ target }) => (target?.view === 'finding' ? target.id : undefined));
    expect(leads).toEqual(['root#1', 'root#1', 'middle#1', undefined, 'last#1']);
  });

  test('is not there where it stands alone, and holds findings that account for each other', () => {
    expect(chain('other#1')).toEqual([]);
    const ring = withFindings(one('a#1', ['b#1'], ['b#1']), one('b#1', ['a#1'], ['a#1']));
    const page = all(show(ring, { view: 'finding', id: 'b#1' }));
    expect(page.filter((line) => /Title [ab]#1 .*evidence, cause/.test(line))).toHaveLength(2);
  });
});

describe('timeline', () => {
  const entry = (over: object): Report['timeline'][0] => ({
    atMs: 1_700_000_000_000,
    clock: 'unix',
    kind: 'process',
    event: sanitize('container shop/api started'),
    citation: place(1),
    ...over,
  });
  const many: Report = {
    ...withFindings(finding({ evidence: [{ ...finding().evidence[0]!, citation: place(7) }] })),
    timeline: [
      entry({}),
      entry({ kind: 'probe', event: sanitize('Unhealthy about Pod api'), citation: place(7) }),
      entry({ clock: 'boot', atMs: 12_500, kind: 'kernel', event: sanitize('kernel: killed shop'), citation: place(2) }),
      entry({ clock: 'listing', atMs: -330_000, kind: 'event', event: sanitize('BackOff about Pod api'), citation: place(9) }),
    ],
  };

  test('each clock has a part of its own, and each entry leads to its line', () => {
    const rows = show(many, { view: 'timeline' });
    expect(all(rows)).toEqual([
      'Time of day',
      '   2023-11-14 22:13:20.000 UTC container shop/api started',
      '!! 2023-11-14 22:13:20.000 UTC Unhealthy about Pod api',
      '',
      'Since the start of a machine; machines do not share a clock',
      '  app.log',
      '   +12.500 s kernel: killed shop',
      '',
      'Before a list of ages was printed; lists do not share a clock',
      '  app.log',
      '   -5m30s BackOff about Pod api',
    ]);
    expect(rows.target?.(6)).toEqual({ view: 'file', path: 'app.log', line: 2 });
  });

  test('what it has no room for is said first', () => {
    const rows = all(show({ ...many, timelineLeftOut: 1200 }, { view: 'timeline' }));
    expect(rows.slice(0, 4)).toEqual([
      '1200 further entries of the cluster left out: the timeline has room for 500 of',
      'each kind, and those that warn or end something come first.',
      '',
      'Time of day',
    ]);
  });

  test('one kind can be shown alone, and a filter finds it by its name', () => {
    const view = views({ linesOf: () => lines(1), help: () => [] }).timeline;
    const input = { report: many, triage: new Map(), width: 80 };
    expect(view.kinds?.({ view: 'timeline' }, input)).toEqual(['process', 'probe', 'event', 'kernel']);
    expect(all(show(many, { view: 'timeline' }, { kind: 'kernel' }))).toEqual([
      'Since the start of a machine; machines do not share a clock',
      '  app.log',
      '   +12.500 s kernel: killed shop',
    ]);
    const rows = show(many, { view: 'timeline' });
    expect(Array.from({ length: rows.count }, (_, at) => at).filter((at) => rows.haystack?.(at).startsWith('probe '))).toEqual([2]);
  });

  test('a wide pane has a column for what an entry is about; a narrow one folds', () => {
    expect(all(show(many, { view: 'timeline' }, { width: 120 }))[1]).toBe(
      '   2023-11-14 22:13:20.000 UTC  process  container shop/api started',
    );
    expect(all(show(many, { view: 'timeline' }, { width: 38 })).slice(1, 3)).toEqual([
      '   2023-11-14 22:13:20.000 UTC',
      '     container shop/api started',
    ]);
  });

  test('traces stand in the order of reading, whatever they are of', () => {
    const trace = (firstLine: number, over: object) => ({
      certainty: 'stated',
      citations: [place(firstLine)],
      scope: {},
      windows: [],
      ...over,
    });
    const scheduler = (line: number) => trace(line, { type: 'scheduler', ticks: [] });
    const gc = (line: number) => trace(line, { type: 'gc', cycles: [], cycleCount: 1, durationMs: 1 });
    const base = report();
    const traced = {
      ...base,
      facts: { ...base.facts, scheduler: [scheduler(176), scheduler(20)], gc: [gc(90), gc(2)] },
    } as unknown as Report;
    const places = all(show(traced, { view: 'timeline' })).flatMap((line) => /app\.log:\d+/.exec(line) ?? []);
    expect(places).toEqual(['app.log:2', 'app.log:20', 'app.log:90', 'app.log:176']);
  });
});

describe('file', () => {
  const cited = withFindings(
    finding({
      id: 'a#1',
      evidence: [
        { evidence: 'panic', role: 'required', statement: sanitize('x'), certainty: 'stated', citation: place(3, 5), more: [place(9)] },
      ],
    }),
  );

  test('a row is a line; cited ones are marked and lead to their finding', () => {
    const rows = show(cited, { view: 'file', path: 'app.log', line: 3 });
    const marked = all(rows).flatMap((line, at) => (/^ *\d+\*/.test(line) ? [at + 1] : []));
    expect(rows.count).toBe(12);
    expect(marked).toEqual([3, 4, 5, 9]);
    expect(rows.target?.(3)).toEqual({ view: 'finding', id: 'a#1' });
    expect(rows.target?.(5)).toBeUndefined();
    expect(rows.place?.(5)).toEqual({ path: 'app.log', firstLine: 6, lastLine: 6, excerpt: 'line 6' });
    expect(text(rows.line(2))).toMatch(/^ 3\* line 3 .*!! a#1$/);
  });

  test('where lines are gone, what is cited of them is there, and leads to its finding', () => {
    const left = sanitize('The rest is gone.');
    const some = show(cited, { view: 'file', path: 'app.log', line: 9 }, {}, lines(4, { left }));
    expect(all(some).slice(4)).toEqual([
      '',
      'The rest is gone.',
      '',
      'What is cited of it, as the report has kept it:',
      '  app.log:9',
      '  │ panic: x',
    ]);
    expect(some.target?.(9)).toEqual({ view: 'finding', id: 'a#1' });
    expect(some.place?.(8)?.firstLine).toBe(9);
    // More may come.
    expect(show(cited, { view: 'file', path: 'app.log' }, {}, lines(4, { left, complete: false })).count).toBe(4);
    const none = all(show(cited, { view: 'file', path: 'app.log' }, {}, lines(0, { problem: sanitize('it is not there any more') })));
    expect(none[0]).toBe('No lines to show: it is not there any more');
    expect(none).toContain('  app.log:3-5');
  });

  test('only lines that are asked for are loaded', () => {
    const asked: number[] = [];
    const file = lines(5_000_000, {
      complete: false,
      line: (number) => {
        asked.push(number);
        return number === 4_000_001 ? undefined : sanitize('x');
      },
    });
    const rows = show(cited, { view: 'file', path: 'app.log' }, {}, file);
    expect(text(rows.line(4_000_000))).toBe('4000001  (loading)');
    expect(text(rows.line(3_999_999))).toBe('4000000  x');
    expect(asked).toEqual([4_000_001, 4_000_000]);
    expect(text(rows.head[1] ?? [])).toContain('5000000 lines so far');
  });

  test('a line that says "loading" is no missing line', () => {
    const rows = show(cited, { view: 'file', path: 'app.log' }, {}, lines(1, { line: () => sanitize('loading') }));
    expect(text(rows.line(0))).toBe('1  loading');
  });

  test('why there are no lines is said', () => {
    const rows = show(cited, { view: 'file', path: 'app.log' }, {}, lines(0, { problem: sanitize('it is binary') }));
    expect(all(rows).slice(0, 2)).toEqual(['No lines to show: it is binary', 'It was read as goroutine-dump.']);
    expect(all(show(cited, { view: 'file', path: 'app.log' }, {}, lines(0)))).toEqual(['The file is empty.']);
    expect(all(show(cited, { view: 'file', path: 'app.log' }, {}, lines(0, { complete: false })))).toEqual(['Loading…']);
  });
});

describe('exits', () => {
  const exit = (over: object): Report['exits'][0] => ({
    what: sanitize('container web'),
    scope: {},
    code: 137,
    signal: sanitize('SIGKILL'),
    meaning: sanitize('SIGKILL: somebody sent it'),
    explained: false,
    evidence: [{ statement: sanitize('the grace was not over'), citation: place(8) }],
    unknown: sanitize('who sent it'),
    collect: [{ command: sanitize('kubectl get events'), why: sanitize('requests to end it') }],
    citation: place(3),
    ...over,
  });
  const ended: Report = {
    ...report(),
    exits: [
      exit({ what: sanitize('container api'), code: 2, signal: undefined, explained: true, unknown: undefined, collect: [] }),
      exit({}),
    ],
  };

  test('what nothing explains comes first, with what is open and what would tell', () => {
    const rows = show(ended, { view: 'exits' });
    const shown = all(rows);
    expect(shown[0]).toBe('container web: exit code 137, SIGKILL');
    for (const line of [
      '  The code by itself: SIGKILL: somebody sent it.',
      '  - the grace was not over (app.log:8)',
      '  - not known: who sent it',
    ])
      expect(shown).toContain(line);
    expect(shown.indexOf('container api: exit code 2')).toBeGreaterThan(shown.indexOf('  - not known: who sent it'));
    expect(rows.target?.(0)).toEqual({ view: 'file', path: 'app.log', line: 3 });
    expect(rows.target?.(shown.indexOf('  - the grace was not over (app.log:8)'))).toEqual({ view: 'file', path: 'app.log', line: 8 });
    expect(rows.quote?.(shown.findIndex((line) => line.includes('kubectl get events')))).toBe('kubectl get events');
  });

  test('the findings lead there, and name the ends where there is no root cause', () => {
    const rows = show(ended, { view: 'findings' });
    const leading = all(rows).filter((_, at) => rows.target?.(at)?.view === 'exits');
    expect(leading).toEqual([
      '  container web: exit code 137, SIGKILL: why is open',
      '  container api: exit code 2',
      'How it ended    2 ends; why is open of 1',
    ]);
    expect(all(show(report(), { view: 'findings' })).some((line) => line.includes('How it ended'))).toBe(false);
  });

  test('where no end is stated it says so', () => {
    expect(all(show(report(), { view: 'exits' }))).toEqual(['No exit code of a process that was not meant to end is in the bundle.']);
  });
});

describe('the next best candidate', () => {
  const page = (made: Report) => show(made, { view: 'finding', id: 'a#1' });
  const below = (rows: Rows) => all(rows).indexOf('Next best candidate') + 1;

  test('is a row that leads to it, or says that there is none', () => {
    const alone = page(withFindings(finding({ id: 'a#1' })));
    expect(all(alone)[below(alone)]).toBe('  None: nothing outside its chain was found, and no suspicion is open.');
    expect(alone.target?.(below(alone))).toBeUndefined();
    const two = page(withFindings(finding({ id: 'a#1' }), finding({ id: 'b#1', title: sanitize('Other') })));
    expect(all(two)[below(two)]).toBe('  Other (b#1): strong evidence, critical severity, score 5; a#1 has 5');
    expect(two.target?.(below(two))).toEqual({ view: 'finding', id: 'b#1' });
  });

  test('may be a suspicion, which stands with the other outcomes', () => {
    const open: Report['inconclusive'] = [
      {
        signature: 's',
        title: sanitize('Suspicion'),
        severity: 'low',
        summary: sanitize('It may be.'),
        evidence: [],
        missing: [sanitize('a dump')],
        collect: [],
      },
    ];
    const rows = page({ ...withFindings(finding({ id: 'a#1' })), inconclusive: open });
    expect(all(rows)[below(rows)]).toBe('  Suspicion (s): not settled; missing: a dump');
    expect(rows.target?.(below(rows))).toEqual({ view: 'outcomes' });
  });

  test('what would speak against a finding and was not found is said', () => {
    const looked = [{ evidence: 'pool', points: -3, statement: sanitize('it is a pool'), inBundle: true }];
    const rows = all(page(withFindings(finding({ id: 'a#1', lookedFor: looked }))));
    const at = rows.indexOf('What speaks against it');
    expect(rows.slice(at + 1, at + 3)).toEqual(['  Nothing that speaks against it was found; looked for:', '  - it is a pool']);
  });
});

describe('outcomes', () => {
  test('every kind has its heading with a number', () => {
    const made: Report = {
      ...report(),
      inconclusive: [
        {
          signature: 'i',
          title: sanitize('Suspicion'),
          severity: 'high',
          summary: sanitize('It may be.'),
          evidence: [
            { evidence: 'e', role: 'required', statement: sanitize('they wait'), certainty: 'guessed', citation: place(2), more: [] },
          ],
          missing: [sanitize('a second dump')],
          collect: [{ command: sanitize('kubectl get pod'), why: sanitize('to see') }],
        },
      ],
      cleared: [{ signature: 'c', title: sanitize('Cleared'), reason: sanitize('it is not so') }],
      notApplicable: ['n', 'm'].map((one) => ({ signature: one, title: sanitize(one), needs: [], reason: sanitize('it needs a dump') })),
      signatureErrors: [{ signature: 's', reason: sanitize('bad') }],
      warnings: [{ code: 'w', message: sanitize('cut'), citation: place(7) }],
    };
    const rows = show(made, { view: 'outcomes' });
    const headings = all(rows).filter((line) => /^\S.*\(\d+\)$/.test(line));
    expect(headings).toEqual([
      'Cannot be settled from this bundle (1)',
      'Warnings (1)',
      'Signatures that could not be evaluated (1)',
      'Cleared: looked for, and not so (1)',
      'Not applicable: nothing in the bundle speaks to them (2)',
    ]);
    expect(all(rows)).toContain('  it needs a dump: n, m');
    expect(all(rows)).toContain('    - they wait (a guess)');
    expect(all(rows)).toContain('    - missing: a second dump');
    expect(rows.quote?.(all(rows).findIndex((line) => line.includes('kubectl')))).toBe('kubectl get pod');
    expect(rows.target?.(all(rows).findIndex((line) => line.includes('cut [w]')))).toEqual({ view: 'file', path: 'app.log', line: 7 });
  });
});

describe('memory', () => {
  const MIB = 1_048_576;
  const account = (over: object = {}): FactDraft =>
    ({
      type: 'memory-ledger',
      certainty: 'derived',
      scope: {},
      citations: [citation(3)],
      lines: [
        { name: 'limit', bytes: 100 * MIB, certainty: 'stated', source: sanitize('control group') },
        { name: 'go-held', bytes: 25 * MIB, share: 0.25, certainty: 'stated', source: sanitize('runtime metrics') },
        { name: 'stacks', bytes: 2 * MIB, share: 0.02, certainty: 'guessed', source: sanitize('at least: 1024 goroutines of 2 KiB') },
      ],
      missing: ['peak', 'go-limit'],
      ...over,
    }) as unknown as FactDraft;

  test('the account says of each line how much it is, of what, and what says so; and what is missing', () => {
    const lines = all(show(report([account({ goLimitSet: false, gogc: 50, killed: true })]), { view: 'memory' }, { width: 100 }));
    const text = lines.join('\n');
    expect(text).toMatch(/limit +100 MiB +control group/);
    expect(text).toMatch(/held by the Go runtime +25 MiB +25 % +████ +runtime metrics/);
    expect(text).toMatch(/stacks of goroutines +2\.0 MiB +2 % +\S+ +guessed: at least: 1024 goroutines/);
    expect(text).toContain('GOGC=50, GOMEMLIMIT is not set, a process was killed for want of memory');
    expect(text).toContain('Not in the bundle: peak and GOMEMLIMIT');
    expect(text).toContain('No heap profile is in the bundle.');
  });

  test('without either the view says so', () => {
    expect(all(show(report(), { view: 'memory' }))).toEqual(expect.arrayContaining(['No heap profile is in the bundle.']));
  });
});

describe('changes', () => {
  const growth = (subject: string, key: string, counts: readonly number[]): FactDraft =>
    ({
      type: 'growth',
      certainty: 'derived',
      scope: {},
      citations: [citation(3), citation(9)],
      subject,
      key,
      functions: subject === 'heap' ? [] : [sanitize(`main.${key}`)],
      points: counts.map((value, at) => ({
        dump: `${subject === 'goroutines' ? 'dump' : 'heap'}:${at}`,
        path: sanitize(`${at}.txt`),
        count: value,
      })),
      first: counts[0] ?? 0,
      last: counts.at(-1) ?? 0,
      delta: (counts.at(-1) ?? 0) - (counts[0] ?? 0),
      monotone: true,
      shareOfGrowth: 0,
      baseline: 'whole',
      rises: 0,
      falls: 0,
      shape: 'level',
      orderedBy: 'name',
    }) as unknown as FactDraft;
  const MIB = 1_048_576;
  const made = report([
    growth('goroutines', 'stays', [3, 3]),
    growth('goroutines', 'grows', [2, 70]),
    growth('goroutines', 'goes', [4, 0]),
    growth('heap', 'heap', [10 * MIB, 40 * MIB]),
    growth('heap-site', 'site', [0, 30 * MIB]),
    growth('heap-site', 'noise', [2 * MIB, 2 * MIB + 9]),
  ]);
  const words = (sort?: string) =>
    all(show(made, { view: 'changes' }, { width: 80, ...(sort === undefined ? {} : { sort }) })).flatMap((line) => {
      const [, word, name] = /^(new|grew|same|shrank|gone) .* (\S+)$/.exec(line) ?? [];
      return word === undefined ? [] : [`${word} ${name ?? ''}`];
    });

  test('what changed most comes first, of goroutines and of the heap; noise of the sampling is no change', () => {
    expect(words()).toEqual(['grew main.grows', 'gone main.goes', 'same main.stays', 'grew all', 'new main.site', 'same main.noise']);
    expect(words('function')).toEqual([
      'gone main.goes',
      'grew main.grows',
      'same main.stays',
      'grew all',
      'same main.noise',
      'new main.site',
    ]);
  });

  test('a row leads to the group in the last dump that has it, or to the memory', () => {
    const rows = show(made, { view: 'changes' });
    const targets = Array.from({ length: rows.count }, (_, at) => rows.target?.(at)).filter((one) => one !== undefined);
    expect(targets.slice(0, 2)).toEqual([
      { view: 'group', id: 'dump:1|functions|grows' },
      { view: 'group', id: 'dump:0|functions|goes' },
    ]);
    expect(targets.at(-1)).toEqual({ view: 'memory' });
  });

  test('where nothing was recorded twice, it says how to', () => {
    expect(all(show(report(), { view: 'changes' })).join(' ')).toContain('A second dump, or a second heap profile');
  });
});
