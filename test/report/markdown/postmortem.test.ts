import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import type { Citation } from '../../../src/evidence/citation.ts';
import type { EvidenceLine, Finding } from '../../../src/matcher/finding.ts';
import { exportFinding } from '../../../src/report/export.ts';
import { redact } from '../../../src/report/redact.ts';
import { renderJson } from '../../../src/report/render/json.ts';
import { renderMarkdown } from '../../../src/report/render/markdown.ts';
import type { Report } from '../../../src/report/report.ts';
import { withTriage } from '../../../src/report/triage.ts';
import { type SafeText, sanitize, trusted } from '../../../src/text/safe-text.ts';
import { citation, crash, dump } from '../../matcher/fixture.ts';
import { artifact, finding, report, result } from '../fixture.ts';
import { hostile } from './hostile.ts';
import { all, parse, shown, skeleton } from './parse.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A report with the same text in every place where a bundle, a signature or a user may have put one. */
function filledWith(text: string): Report {
  const safe = text as SafeText;
  const at = (firstLine: number): Citation => ({ path: safe, firstLine, lastLine: firstLine + 1, excerpt: safe });
  const line = (role: EvidenceLine['role'], number: number): EvidenceLine => ({
    evidence: 'panic',
    role,
    statement: safe,
    certainty: 'stated',
    citation: at(number),
    more: [at(number + 10)],
  });
  const words = {
    title: safe,
    summary: safe,
    explanation: safe,
    fix: safe,
    culprit: { function: safe, file: safe, line: 3 },
    evidence: [line('required', 1), line('contradicting', 3)],
    remediation: { mitigate: [safe], fix: [safe], prevent: [safe] },
    collect: [{ command: safe, why: safe }],
    falsePositives: [safe],
    references: [{ title: safe, url: `javascript:${text}` as SafeText }],
    triage: { mark: 'confirmed', note: safe },
  } as const satisfies Partial<Finding>;
  const base = report([{ ...crash(), message: safe, citations: [at(20)] }], {
    version: text,
    layouts: [{ id: text, title: safe, root: safe }],
    artifacts: [
      artifact({ path: safe, kinds: [text], wrappers: [text], bytes: 1 }),
      artifact({ path: safe, status: 'passed-over', reason: safe }),
    ],
    result: result({
      findings: [
        finding({ ...words, causes: ['b#1'] }),
        finding({ ...words, id: 'b#1', causedBy: ['send-on-closed-channel#1'] }),
        finding({ ...words, id: text, severity: 'info' }),
        finding({ ...words, id: 'c#1', triage: { mark: 'dismissed', note: safe } }),
      ],
      inconclusive: [
        {
          signature: text,
          title: safe,
          severity: 'high',
          summary: safe,
          evidence: [line('required', 30), line('supporting', 40)],
          missing: [safe],
          collect: [{ command: safe, why: safe }],
        },
      ],
      refuted: [{ signature: text, title: safe, summary: safe, explanation: safe, evidence: [line('required', 50)], references: [] }],
      signatureErrors: [{ signature: text, reason: safe }],
    }),
  });
  return {
    ...base,
    timeline: [
      { atMs: 1, clock: 'unix', kind: 'event', event: safe, citation: at(60) },
      { atMs: 1e300, clock: 'unix', kind: 'event', event: safe, citation: at(60) },
    ],
    warnings: [{ code: 'x', message: safe, citation: at(70) }],
    errors: [{ code: 'x', message: safe, path: safe }],
  };
}

describe('whatever stands in the bundle', () => {
  // A message that names its own place is not given the place again.
  const harmless = 'harmless';
  const expected = skeleton(parse(renderMarkdown(filledWith(harmless))));
  const expectedOfOne = skeleton(parse(exportFinding(filledWith(harmless), 'b#1', 'markdown') ?? ''));

  test('the harmless document has all that the renderer makes', () => {
    const tree = parse(renderMarkdown(filledWith(harmless)));
    expect(all(tree, 'heading').length).toBeGreaterThan(20);
    for (const type of ['table', 'list', 'code', 'strong']) expect(all(tree, type), type).not.toEqual([]);
    for (const type of ['html', 'image', 'link', 'emphasis', 'delete', 'footnoteReference', 'definition', 'blockquote', 'thematicBreak'])
      expect(all(tree, type), type).toEqual([]);
  });

  test('the document has the same headings, lists, tables, code and nothing more', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = filledWith(text);
        expect(skeleton(parse(renderMarkdown(written)))).toBe(expected);
        expect(skeleton(parse(exportFinding(written, 'b#1', 'markdown') ?? ''))).toBe(expectedOfOne);
      }),
      { numRuns: 100 },
    );
  });

  test('only plain addresses of signatures become links', () => {
    const urls = ['https://go.dev/x#y', 'javascript:alert(1)', 'https://a.b/>)](x', 'https://a.b/ c', 'http://a.b\nc', 'data:text/html,x'];
    const one = finding({ references: urls.map((url) => ({ title: sanitize('x'), url: sanitize(url) })) });
    const links = all(parse(renderMarkdown(report([], { result: result({ findings: [one] }) }))), 'link');
    expect(links.map(({ url }) => url)).toEqual(['https://go.dev/x#y']);
  });
});

describe('the postmortems of incidents', () => {
  const relative = (markdown: string) =>
    markdown
      .replaceAll(`${ROOT}/`, '')
      .replace(/^Other root causes that were looked for: .*$/m, 'Other root causes that were looked for: …');

  test.each([
    'clonebot',
    'nil-pointer-dereference',
    'all-goroutines-asleep-deadlock',
    'healthy-idle',
    'data-race',
    'waitgroup-hang',
    'gc-under-load',
  ])('%s', async (name) => {
    const found = await analyze([join(ROOT, 'samples/incidents', name)]);
    const markdown = renderMarkdown(found);
    expect(renderMarkdown(JSON.parse(renderJson(found, { forTerminal: false })) as Report)).toBe(markdown);
    await expect(relative(markdown)).toMatchFileSnapshot(join(ROOT, 'test/goldens/postmortems', `${name}.md`));
    const tree = parse(markdown);
    expect(all(tree, 'html')).toEqual([]);
    // Every reference is a signature's own.
    const known = new Set(found.findings.flatMap(({ references }) => references.map(({ url }) => url)));
    for (const { url = '' } of all(tree, 'link')) expect(known).toContain(url);
  });
});

describe('its parts', () => {
  const headings = (markdown: string) => all(parse(markdown), 'heading').map(shown);

  test('where nothing was found it is short and says so', () => {
    const markdown = renderMarkdown(report());
    expect(headings(markdown)).toEqual([
      'Postmortem: no root cause found',
      'Summary',
      'Impact',
      'Timeline',
      'What to collect',
      'How this was made',
    ]);
  });

  test('a crash that nothing accounts for is quoted', () => {
    const markdown = renderMarkdown(report([crash()]));
    expect(headings(markdown)).toContain('Evidence');
  });

  test('what two findings ask for stands once', () => {
    const remediation = { mitigate: [trusted('Restart.')], fix: [trusted('Let one owner close it.')], prevent: [] };
    const collect = [{ command: trusted('kubectl logs'), why: trusted('the log') }];
    const both = [finding({ remediation, collect }), finding({ id: 'b#1', remediation, collect })];
    const markdown = renderMarkdown(report([], { result: result({ findings: both }) }));
    expect(markdown.match(/- \[ \] Restart\./g)).toHaveLength(1);
    expect(markdown.match(/- \[ \] Let one owner close it\./g)).toHaveLength(1);
    expect(markdown.match(/kubectl logs/g)).toHaveLength(1);
  });

  test('what several findings ask for in like words is one step, and a command that does a part of another one is in that', () => {
    const twice = 'curl -s "http://$HOST/g" > a.txt\nsleep 120\ncurl -s "http://$HOST/g" > b.txt';
    const one = (mitigate: string, command: string, why: string) => ({
      remediation: { mitigate: [sanitize(mitigate)], fix: [], prevent: [] },
      collect: [{ command: sanitize(command), why: sanitize(why) }],
    });
    const findings = [
      finding(one('Restart the process: it frees all.', 'curl -s http://$HOST/g > g.txt', 'whether they pile up')),
      finding({ id: 'b#1', ...one('Restart the process; that buys time.', twice, 'which of them grow') }),
      finding({ id: 'c#1', ...one('Restart the database.', 'curl -s http://$HOST/heap > h.txt', 'what they keep') }),
    ];
    const markdown = renderMarkdown(report([], { result: result({ findings }) }));
    expect(markdown.match(/- \[ \] Restart.*/g)).toEqual([
      '- [ ] Restart the process: it frees all. That buys time.',
      '- [ ] Restart the database.',
    ]);
    expect(markdown).toContain(`whether they pile up; which of them grow:\n\n\`\`\`sh\n${twice}\n`);
    expect(markdown.match(/```sh/g)).toHaveLength(2);
  });

  test('its words are those of people, not the names of parsers', () => {
    const markdown = renderMarkdown(report([], { artifacts: [artifact({ kinds: ['goroutine-dump', 'schedtrace'] })] }));
    expect(markdown).toContain('| goroutine dump, scheduler trace |');
    expect(markdown).not.toContain('loose-files');
  });

  test('what looks the same as several findings stands once', () => {
    const falsePositives = [sanitize('A log line that quotes the words.')];
    const both = [finding({ falsePositives }), finding({ id: 'b#1', falsePositives })];
    const markdown = renderMarkdown(report([], { result: result({ findings: both }) }));
    expect(markdown.match(/^- A log line that quotes the words\.$/gm)).toHaveLength(1);
  });

  test('of many findings and events the first are written out, and the others counted', () => {
    const many = Array.from({ length: 60 }, (_, i) => finding({ id: `f#${i}` }));
    const base = report([], { result: result({ findings: many }) });
    const at = { path: trusted('a.log'), firstLine: 1, lastLine: 1, excerpt: trusted('') };
    const timeline = Array.from(
      { length: 45 },
      (_, i) => ({ atMs: i, clock: 'unix', kind: 'event', event: trusted('x'), citation: at }) as const,
    );
    const tree = parse(renderMarkdown({ ...base, timeline }));
    const factors = all(tree, 'list').find((one) => shown(one).includes('f#0'));
    expect(factors?.children).toHaveLength(51);
    expect(shown(factors ?? tree)).toMatch(/and 10 more: the JSON report has all$/);
    expect(all(tree, 'heading').filter((one) => shown(one).includes('f#'))).toHaveLength(2 * 10);
    expect(all(tree, 'table')[0]?.children).toHaveLength(1 + 40);
    expect(shown(tree)).toContain('… and 5 more: the JSON report has all.');
  });

  test('what no time is written for comes last in the timeline; where there is too much of it, a crash stays', () => {
    const dumps = Array.from({ length: 30 }, (_, i) => dump({ citations: [citation(i + 1)] }));
    const markdown = renderMarkdown(report([...dumps, { ...crash(), citations: [citation(99)] }]));
    const rows = markdown.split('\n').filter((line) => line.startsWith('| no time written |'));
    expect(rows).toHaveLength(20);
    expect(rows.at(-1)).toMatch(/^\| no time written \| panic: .* \| `app\.log:99` \|$/);
    expect(markdown).toContain('… and 11 more: the JSON report has all.');
    expect(renderMarkdown(report())).not.toContain('no time written');
  });

  test('findings that account for each other are listed all the same', () => {
    const both = [
      finding({ causes: ['b#1'], causedBy: ['b#1'] }),
      finding({ id: 'b#1', causes: ['send-on-closed-channel#1'], causedBy: ['send-on-closed-channel#1'] }),
    ];
    const markdown = renderMarkdown(report([], { result: result({ findings: both }) }));
    expect(markdown).toMatch(/^- \*\*Send.*send-on-closed-channel#1/m);
    expect(markdown).toMatch(/^ {2}- \*\*Send.*b#1/m);
  });

  test('a long quote is cut, and says by how much', () => {
    const excerpt = sanitize(Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n'));
    const [line] = finding().evidence;
    if (line === undefined) throw new Error('no evidence');
    const long = { ...line, citation: { path: trusted('a.log'), firstLine: 1, lastLine: 100, excerpt } };
    const quotes = all(parse(renderMarkdown(report([], { result: result({ findings: [finding({ evidence: [long] })] }) }))), 'code');
    expect(quotes[0]?.value).toMatch(/line 11\n… 88 more lines there$/);
  });

  test('it is redacted as JSON is', () => {
    const secret = finding({ summary: sanitize('dial postgres://app:hunter2@db/x from 10.1.2.3') });
    const markdown = renderMarkdown(redact(report([], { result: result({ findings: [secret] }) })));
    expect(markdown).toContain('<secret-1>');
    expect(markdown).not.toMatch(/hunter2|10\.1\.2\.3/);
  });
});

describe('what people said of findings', () => {
  const two = report([], {
    result: result({
      findings: [
        finding(),
        finding({ id: 'other#1', title: sanitize('Another cause'), key: 'other/1', summary: trusted('Something else.') }),
      ],
    }),
  });
  const said = new Map([
    ['send-on-closed-channel/abc', { mark: 'dismissed', note: 'a test\nbench | # 1' }],
    ['other/1', { mark: 'confirmed', note: '' }],
    ['gone/1', { mark: 'confirmed', note: 'x' }],
  ] as const);

  test('changes neither what was found nor its order', () => {
    const merged = withTriage(two, said);
    expect(merged.findings.map((one) => ({ ...one, triage: undefined }))).toEqual(two.findings);
    expect({ ...merged, findings: [] }).toEqual({ ...two, findings: [] });
    expect(merged.findings.map(({ triage }) => triage)).toEqual([
      { mark: 'dismissed', note: 'a test\\x0abench | # 1' },
      { mark: 'confirmed', note: '' },
    ]);
    expect(withTriage(two, new Map([['gone/1', { mark: 'confirmed', note: '' }]]))).toBe(two);
    expect(withTriage(two, new Map([['other/1', { mark: 'open', note: '' }]])).findings).toEqual(two.findings);
  });

  test('what is dismissed stands at the end, and the next finding leads', () => {
    const markdown = renderMarkdown(withTriage(two, said));
    expect(markdown).toMatch(/^# Postmortem: Another cause\n/);
    expect(markdown).toContain("Goroner's verdict was Send on a closed channel (`send-on-closed-channel#1`); it was dismissed in triage");
    expect(markdown).toContain('**Confirmed in triage**');
    const [before = '', after = ''] = markdown.split('## Dismissed in triage');
    expect(before).not.toContain('A goroutine sent on a closed channel.');
    expect(after).toContain('**Dismissed in triage**: a test');
  });

  test('where all is dismissed nothing is left to act on', () => {
    const markdown = renderMarkdown(withTriage(report([], { result: result({ findings: [finding()] }) }), said));
    expect(markdown).toMatch(/^# Postmortem: no root cause found\n/);
    expect(markdown).toContain('Nothing else was found.');
    expect(markdown).not.toContain('## Action items');
  });
});

describe('exportFinding', () => {
  const two = report([], { result: result({ findings: [finding(), finding({ id: 'other#1', title: sanitize('Another cause') })] }) });

  test('gives one finding as it stands in the report, or a page about it', () => {
    expect(JSON.parse(exportFinding(two, 'other#1', 'json') ?? '')).toEqual(two.findings[1]);
    expect(exportFinding(two, 'other#1', 'markdown')).toMatch(/^# Another cause\n/);
  });

  test('gives all of them as the report does', () => {
    expect(exportFinding(two, 'all', 'json')).toBe(renderJson(two, { forTerminal: false }));
    expect(exportFinding(two, 'all', 'markdown')).toBe(renderMarkdown(two));
  });

  test('knows no finding that is not there', () => {
    expect(exportFinding(two, 'none#1', 'json')).toBeUndefined();
  });
});
