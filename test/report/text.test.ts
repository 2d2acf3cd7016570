import { describe, expect, test } from 'vitest';
import type { EvidenceLine } from '../../src/matcher/finding.ts';
import { renderText } from '../../src/report/render/text.ts';
import { telling } from '../../src/report/render/text/layout.ts';
import { NO_COLOUR } from '../../src/report/render/text/palette.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { finding, report, result } from './fixture.ts';

const render = (over: Parameters<typeof result>[0]): string[] =>
  renderText(report([], { result: result(over) }), { palette: NO_COLOUR }).split('\n');

/** A piece of evidence that stands in this line. */
function line(evidence: string, firstLine: number, over: Partial<EvidenceLine> = {}): EvidenceLine {
  return {
    evidence,
    role: 'supporting',
    statement: sanitize(`it says ${evidence}`),
    certainty: 'stated',
    citation: { path: sanitize('app.log'), firstLine, lastLine: firstLine, excerpt: sanitize(`line ${firstLine}`) },
    more: [],
    ...over,
  };
}

describe('evidence', () => {
  test('lines are shown once, and named where they say more', () => {
    const lines = render({ findings: [finding({ evidence: [line('a', 3), line('b', 3), line('c', 4)] })] });
    const at = lines.indexOf('Evidence');
    expect(lines.slice(at + 1, at + 9)).toEqual([
      '     it says a',
      '     app.log:3',
      '     │ line 3',
      '     it says b',
      '     app.log:3',
      '     it says c',
      '     app.log:4',
      '     │ line 4',
    ]);
  });

  test('of what was computed the places are named, all in one line', () => {
    const more = [line('x', 9).citation, line('y', 12).citation];
    const lines = render({ findings: [finding({ evidence: [line('a', 3, { certainty: 'derived', more })] })] });
    const at = lines.indexOf('Evidence');
    expect(lines.slice(at + 1, at + 3)).toEqual(['     it says a (derived)', '     app.log:3, also app.log:9, app.log:12']);
  });
});

test('a file without lines is named', () => {
  const profile = { path: sanitize('heap.pb.gz'), excerpt: sanitize('') };
  const one = line('a', 1, { citation: profile, more: [{ ...profile, path: sanitize('heap-2.pb.gz') }] });
  expect(render({ findings: [finding({ evidence: [one] })] })).toContain('     heap.pb.gz, also heap-2.pb.gz');
});

test('the chain stands before the evidence, and says where its later links are', () => {
  const root = finding({ causes: ['end#1'] });
  const end = finding({ id: 'end#1', title: sanitize('The end'), role: 'consequence', causedBy: [root.id], evidence: [line('gone', 77)] });
  const lines = render({ findings: [root, end] });
  const at = lines.indexOf('Chain, root cause first');
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(lines.indexOf('Evidence'));
  expect(lines.slice(at + 1, at + 4)).toEqual([
    '  Send on a closed channel (send-on-closed-channel#1)',
    '  └→ The end (end#1)',
    '     app.log:77',
  ]);
});

test('the chain begins at its roots, however many steps the finding is behind them', () => {
  const step = (id: string, causedBy: readonly string[], causes: readonly string[], over = {}) =>
    finding({ id, title: sanitize(`About ${id}`), causedBy, causes, evidence: [line(id, 7)], ...over });
  const chainOf = (...findings: ReturnType<typeof finding>[]) => {
    const lines = render({ findings });
    return lines.slice(lines.indexOf('Chain, root cause first') + 1, lines.indexOf('Evidence')).filter((one) => one.includes('About '));
  };
  // The root is for information only, so that another finding heads the report.
  const leak = step('leak#1', [], ['growth#1'], { severity: 'info' });
  const growth = step('growth#1', ['leak#1'], ['kill#1'], { severity: 'info' });
  const kill = step('kill#1', ['growth#1'], []);
  expect(chainOf(leak, growth, kill)).toEqual([
    '  About leak#1 (leak#1)',
    '  └→ About growth#1 (growth#1)',
    '     └→ About kill#1 (kill#1)',
  ]);
  // Causes that account for each other have no root.
  const ring = [step('a#1', ['b#1'], ['b#1', 'c#1'], { severity: 'info' }), step('b#1', ['a#1'], ['a#1'], { severity: 'info' })];
  expect(chainOf(...ring, step('c#1', ['a#1'], []))[0]).toBe('  About a#1 (a#1)');
});

test('a suspicion takes the place of the general advice', () => {
  const suspicion = {
    signature: 'some-leak',
    title: sanitize('A leak'),
    severity: 'high' as const,
    summary: sanitize('many wait'),
    evidence: [line('a', 3), line('b', 3)],
    missing: [sanitize('a second dump')],
    collect: [],
  };
  const lines = render({ inconclusive: [suspicion] });
  expect(lines).not.toContain('What to collect');
  expect(lines).toContain('    - it says b');
  expect(lines).toContain('    - missing: a second dump');
  expect(render({})).toContain('What to collect');
});

test('what people have said of a finding is a line, and changes no order', () => {
  const first = finding({ triage: { mark: 'dismissed', note: sanitize('a test bench') } });
  const second = finding({ id: 'b#1', title: sanitize('B'), triage: { mark: 'confirmed', note: sanitize('') } });
  const lines = render({ findings: [first, second] });
  expect(lines.slice(0, 3)).toEqual([
    'VERDICT: Send on a closed channel',
    '         send-on-closed-channel#1 (strong evidence, critical severity)',
    '         Triage: dismissed: a test bench',
  ]);
  const at = lines.indexOf('Also found');
  expect(lines.slice(at + 1, at + 3)).toEqual(['  b#1: B (strong evidence, critical severity)', '    Triage: confirmed']);
});

describe('what is shown of a stack', () => {
  const header = 'goroutine 7 gp=0xc0000061c0 m=nil [chan receive]:';
  const call = (name: string): string[] => [`${name}(0x1)`, '\t/src/x.go:1 +0x1'];
  const created = ['created by main.ask in goroutine 4', '\t/src/x.go:9 +0x1'];

  test('the frames of the runtime give way to those of the program', () => {
    const stack = [
      header,
      ...call('runtime.gopark'),
      ...call('runtime.chanrecv1'),
      ...call('main.await'),
      ...call('runtime.goexit'),
      ...created,
    ];
    expect(telling(stack, 5)).toEqual([header, ...call('main.await'), ...created]);
    // Where there is room, all of it is shown.
    expect(telling(stack, stack.length)).toEqual(stack);
  });

  test('a goroutine of the runtime keeps its own', () => {
    const stack = [header, ...call('runtime.gopark'), ...call('runtime.bgsweep')];
    expect(telling(stack, 3)).toEqual([header, ...call('runtime.gopark')]);
  });

  test('other text is shown as it stands', () => {
    expect(telling(['runtime.throw', 'a', 'b', 'c'], 2)).toEqual(['runtime.throw', 'a']);
  });
});
