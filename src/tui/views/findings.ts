import type { Finding } from '../../matcher/finding.ts';
import type { Comparison } from '../../report/compare/comparison.ts';
import { letter } from '../../report/compare/letter.ts';
import { count, sum } from '../../report/count.ts';
import { crashMessage } from '../../report/render/crash-message.ts';
import { NEXT_STEPS } from '../../report/render/next-steps.ts';
import { exitHead } from '../../report/render/text/exits.ts';
import { kind } from '../../report/render/text/finding.ts';
import { ofBundle } from '../../report/of-bundle.ts';
import type { Report } from '../../report/report.ts';
import { suspicionsOf } from '../../report/suspicions.ts';
import { table } from '../text/table.ts';
import type { Target, View, ViewInput } from '../view.ts';
import { chainMark } from './chain.ts';
import { chainTree, type Link } from './chain-tree.ts';
import { excerptRows } from './excerpt.ts';
import { exitHeads } from './exits.ts';
import { quoteOf } from './places.ts';
import { block, EMPTY, prose, type Row, rowsOf, textRow } from './rows.ts';
import { bullets, commandRows, section } from './sections.ts';
import { severityMark, severityRole } from './severity.ts';
import { triageRows, triageSpan } from './triage.ts';

/** Crashes that are listed where no root cause accounts for them. */
const CRASHES = 5;
const CRASH_LINES = 6;

/** The answer, what was found, and where the rest is. */
export const findings: View<Extract<Target, { view: 'findings' }>> = {
  name: 'findings',
  reading: 'list',
  title: (_, { report: { findings: all }, comparison }) =>
    `findings${comparison === undefined ? '' : ` of ${letter(comparison.sides.length - 1)}`} (${all.length})`,
  rows: (_, input) => {
    const { width } = input;
    return rowsOf([block(answer(input), 'answer'), block(list(input), 'list'), block([EMPTY, ...ways(input)], 'ways')], width);
  },
};

function answer(input: ViewInput): Row[] {
  const { report, triage, width } = input;
  const head = report.findings.find(({ id }) => id === report.verdict.finding);
  if (head === undefined) return nothing(input);
  const target: Target = { view: 'finding', id: head.id };
  const behind = { target, place: head.evidence[0]?.citation, quote: quote(head) };
  const { culprit } = head;
  const file = culprit?.file === undefined ? '' : `  ${culprit.file}${culprit.line === undefined ? '' : `:${culprit.line}`}`;
  return [
    ...prose(`VERDICT: ${head.title}`, width, { ...behind, rest: '  ', role: severityRole(head.severity) }),
    ...prose(kind(head), width, { first: '  ', still: true }),
    ...triageRows(triage.get(head.key), width, { still: true }),
    EMPTY,
    ...prose(report.verdict.summary, width, { first: '  ', still: true }),
    ...(culprit === undefined
      ? []
      : [EMPTY, ...prose(`Look at ${culprit.function}${file}`, width, { ...behind, first: '  ', rest: '          ' })]),
    EMPTY,
  ];
}

function nothing({ report, width }: ViewInput): Row[] {
  // Where no cause is known the end itself is the answer.
  const crashes = report.facts.crashes.filter((crash) => crash.class !== 'sigquit');
  const left = crashes.length - CRASHES;
  return [
    textRow('VERDICT: no root cause found', 'title', { still: true }),
    EMPTY,
    ...prose(report.verdict.summary, width, { first: '  ', still: true }),
    ...section(
      crashes.length === 1 ? 'The crash' : 'The crashes',
      crashes.slice(0, CRASHES).flatMap((crash) => {
        const title = `${crash.class}: ${crashMessage(crash)}`;
        return [
          ...prose(title, width, { first: '  ', rest: '    ', still: true }),
          ...excerptRows(crash.citations[0], report, { width, indent: '    ', most: CRASH_LINES, title }),
        ];
      }),
    ),
    ...(left > 0 ? prose(`… and ${left} more: the timeline has all`, width, { first: '  ', target: { view: 'timeline' } }) : []),
    ...section('How it ended', exitHeads(report, width)).map((row) => (row.target === undefined ? { ...row, still: true } : row)),
    // A suspicion names what would settle it.
    ...oneStop(section('What would help', suspicionsOf(report).length > 0 ? suspicions(report, width) : commandRows(NEXT_STEPS, width))),
    ...(report.findings.length === 0 ? [] : [EMPTY]),
  ];
}

/** The cursor stops once at a command with its reason, and at no heading: `y` copies the same from each of its rows. */
function oneStop(rows: readonly Row[]): Row[] {
  return rows.map((row, at) =>
    (row.quote === undefined ? row.target === undefined : row.quote === rows[at - 1]?.quote) ? { ...row, still: true } : row,
  );
}

/** Suspicions that the same thing would settle are one. */
function suspicions(report: Report, width: number): Row[] {
  const counts = new Map<string, number>();
  for (const { title, missing } of suspicionsOf(report)) {
    const text = `: ${missing.length === 0 ? 'see what to collect' : missing.join('; ')}`;
    counts.set(`${title}\n${text}`, (counts.get(`${title}\n${text}`) ?? 0) + 1);
  }
  return [...counts].flatMap(([text, number]) =>
    bullets([text.replace('\n', number === 1 ? '' : ` (${number} times)`)], width).map((row, at): Row => ({
      ...row,
      target: { view: 'outcomes' },
      still: at > 0,
    })),
  );
}

function list({ report, triage, width }: ViewInput): Row[] {
  if (report.findings.length === 0) return [];
  const entryOf = (finding: Finding) => triage.get(finding.key);
  const triaged = Math.max(...report.findings.map((one) => triageSpan(entryOf(one)).text.length));
  const name = namesOf(report.findings);
  const { head, line } = table<Link>(
    [
      { title: '', width: 2, cell: ({ finding }) => severityMark(finding.severity) },
      { title: 'severity', width: 8, from: 56, cell: ({ finding }) => ({ text: finding.severity, role: severityRole(finding.severity) }) },
      { title: 'evidence', width: 8, from: 60, cell: ({ finding }) => ({ text: finding.confidence }) },
      { title: 'places', width: 6, from: 100, align: 'right', cell: ({ finding }) => ({ text: places(finding) }) },
      ...(triaged > 0
        ? [{ title: 'triage', width: Math.max(9, triaged), from: 38, cell: ({ finding }: Link) => triageSpan(entryOf(finding)) }]
        : []),
      {
        title: 'finding',
        width: 'rest' as const,
        cell: ({ finding, depth }) => ({ text: `${chainMark(depth)}${name(finding)}`, role: 'strong' }),
      },
      {
        title: 'where',
        width: 'rest' as const,
        from: 120,
        keep: 'end',
        cell: ({ finding }) => ({ text: finding.culprit?.function ?? '' }),
      },
      { title: 'id', width: 30, from: 160, keep: 'end', cell: ({ finding }) => ({ text: finding.id, role: 'muted' }) },
    ],
    width,
  );
  return [
    { line: head, still: true },
    ...chainTree(report.findings).map((entry): Row => {
      const { finding } = entry;
      const words = [
        finding.id,
        finding.title,
        finding.summary,
        finding.family,
        finding.severity,
        finding.confidence,
        finding.role,
        finding.culprit?.function ?? '',
        entryOf(finding)?.mark ?? '',
        entryOf(finding)?.note ?? '',
        triageSpan(entryOf(finding)).text,
      ];
      return {
        key: finding.id,
        line: line(entry),
        target: { view: 'finding', id: finding.id },
        place: finding.evidence[0]?.citation,
        quote: quote(finding),
        haystack: words.join(' ').toLowerCase(),
      };
    }),
  ];
}

/** Titles, which tell several findings of one signature apart by their number and where to look. */
function namesOf(all: readonly Finding[]): (finding: Finding) => string {
  const counts = new Map<string, number>();
  for (const { signature } of all) counts.set(signature, (counts.get(signature) ?? 0) + 1);
  return ({ id, signature, title, culprit }) => {
    if ((counts.get(signature) ?? 0) < 2) return title;
    return `${title} ${id.slice(id.lastIndexOf('#'))}${culprit === undefined ? '' : `: ${culprit.function}`}`;
  };
}

/** The report lists five places of a statement at most. */
const MOST_PLACES = 5;

function places({ evidence }: Finding): string {
  const most = evidence.reduce((largest, { more }) => Math.max(largest, 1 + more.length), 0);
  return most >= MOST_PLACES ? `${MOST_PLACES}+` : String(most);
}

function quote(finding: Finding): string {
  const [first] = finding.evidence;
  const title = `${finding.id}: ${finding.title} (${kind(finding)})\n${finding.summary}`;
  return first === undefined ? title : quoteOf(title, first.citation, `goroner explain ${finding.signature}`);
}

/** Where the rest of the report is. */
function ways({ report, comparison, width }: ViewInput): Row[] {
  const { facts, bundle } = report;
  const goroutines = sum(facts.dumps.map((dump) => dump.goroutines));
  const series = facts.scheduler.length + facts.gc.length;
  const events = [
    ...(report.timeline.length > 0 ? [count(report.timeline.length, 'event with a time', 'events with a time')] : []),
    ...(series > 0 ? [`${count(series, 'trace')} of the scheduler or the collector`] : []),
    ...(facts.crashes.length > 0 ? [count(facts.crashes.length, 'crash report')] : []),
  ];
  const lines: readonly (readonly [name: string, what: string, target: Target])[] = [
    ...(report.exits.length === 0 ? [] : [['How it ended', exitWords(report), { view: 'exits' }] as const]),
    ['Other outcomes', outcomeWords(report), { view: 'outcomes' }],
    [
      'Goroutines',
      facts.dumps.length === 0 ? 'no dump' : `${count(facts.dumps.length, 'dump')}, ${count(goroutines, 'goroutine')}`,
      { view: 'goroutines' },
    ],
    ['Timeline', events.length === 0 ? 'nothing with a time' : events.join(', '), { view: 'timeline' }],
    ['Memory', memoryWords(report), { view: 'memory' }],
    ['Changes', comparison === undefined ? changeWords(report) : sidesOf(comparison), { view: 'changes' }],
    ['Waits', waitsInShort(report), { view: 'waits' }],
    ['Files', `${count(ofBundle(bundle.artifacts).length, 'file')}${unread(report)}`, { view: 'files' }],
  ];
  return lines.flatMap(([name, what, target]) => {
    const [first, ...rest] = prose(what, width - 16, { target, key: name });
    return [
      { ...first, line: [{ text: name.padEnd(16), role: 'link' as const }, ...(first?.line ?? [])], target },
      ...rest.map((row): Row => ({ ...row, line: [{ text: ' '.repeat(16) }, ...row.line], still: true })),
    ];
  });
}

function exitWords({ exits }: Report): string {
  const open = exits.filter(({ explained }) => !explained).length;
  const [first] = exits;
  const words = exits.length === 1 && first !== undefined ? exitHead(first) : count(exits.length, 'end');
  return open === 0 ? words : `${words}; ${exits.length === 1 ? 'why is open' : `why is open of ${open}`}`;
}

function memoryWords({ facts: { memoryLedgers, heap } }: Report): string {
  const words = [
    ...(memoryLedgers.length === 0 ? [] : [count(memoryLedgers.length, 'account')]),
    ...(heap.length === 0 ? [] : [count(heap.length, 'heap profile')]),
  ];
  return words.length === 0 ? 'no account, no heap profile' : words.join(', ');
}

function sidesOf({ sides }: Comparison): string {
  return `from ${sides[0]?.name ?? 'A'} to ${sides.at(-1)?.name ?? 'B'}`;
}

function waitsInShort({ facts: { waitEdges, waitRoots } }: Report): string {
  const [most] = waitRoots.toSorted((a, b) => b.blocks - a.blocks);
  if (waitEdges.length === 0) return 'nobody is seen to wait for another one';
  return most === undefined
    ? count(waitEdges.length, 'wait')
    : `${count(waitRoots.length, 'root')}; the largest blocks ${count(most.blocks, 'goroutine')}`;
}

function changeWords({ facts: { growth } }: Report): string {
  const snapshots = (of: (subject: string) => boolean) =>
    Math.max(0, ...growth.filter(({ subject }) => of(subject)).map(({ points }) => points.length));
  const [dumps, profiles] = [snapshots((subject) => subject === 'goroutines'), snapshots((subject) => subject !== 'goroutines')];
  const words = [
    ...(dumps === 0 ? [] : [`over ${count(dumps, 'dump')}`]),
    ...(profiles === 0 ? [] : [`over ${count(profiles, 'heap profile')}`]),
  ];
  return words.length === 0 ? 'nothing was recorded twice' : words.join(', ');
}

function unread({ bundle: { artifacts } }: Report): string {
  const words = (['damaged', 'unreadable', 'passed-over'] as const).flatMap((status) => {
    const number = ofBundle(artifacts).filter((one) => one.status === status).length;
    return number === 0 ? [] : [`${number} ${status.replace('-', ' ')}`];
  });
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

function outcomeWords(report: Report): string {
  const counts: readonly (readonly [number, string])[] = [
    [suspicionsOf(report).length, 'cannot be settled'],
    [report.refuted.length, 'refuted'],
    [report.cleared.length, 'cleared'],
    [report.notApplicable.length, 'not applicable'],
    [report.signatureErrors.length, 'signatures that failed'],
    [report.errors.length, 'errors'],
    [report.warnings.length, report.warnings.length === 1 ? 'warning' : 'warnings'],
    [report.bundle.limits.length, 'limits hit'],
  ];
  const said = counts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return said.length === 0 ? 'none' : said.join(', ');
}
