import { redactionWords } from './redaction-words.ts';
import type { Finding } from '../../matcher/finding.ts';
import { nextBest } from '../next-best.ts';
import type { Report } from '../report.ts';
import { suspicionsOf } from '../suspicions.ts';
import { actionBlocks, collectBlocks } from './markdown/actions.ts';
import { type Block, bullets, document, section } from './markdown/blocks.ts';
import { chain } from './markdown/chain.ts';
import type { Quoted } from './markdown/evidence.ts';
import { against, confidence, proof, references } from './markdown/finding.ts';
import { code, prose, withCode } from './markdown/inline.ts';
import { location } from './markdown/place.ts';
import { crashQuotes, ends, exitList, files, inShort, notRead, questions, ruledOut, trust } from './markdown/rest.ts';
import { isDismissed, said } from './markdown/said.ts';
import { timelineBlocks } from './markdown/timeline.ts';
import { waits } from './markdown/waits.ts';
import { nextBestWords } from './text/finding.ts';
import { NEXT_STEPS } from './next-steps.ts';

/** Findings whose evidence is written out, at most; the chain names all. */
const WRITTEN_OUT = 10;

/**
 * The report as a postmortem to complete: GitHub Flavored Markdown, which Confluence takes as well. Lines that begin with `TODO` are for
 * people. Whatever text of the bundle stands in it shows as it is and acts on nothing. Pure: the same report gives the same bytes.
 */
export function renderMarkdown(report: Report): string {
  const dismissed = report.findings.filter(isDismissed);
  const kept = report.findings.filter((one) => !isDismissed(one));
  const causes = kept.filter(({ severity }) => severity !== 'info');
  const [head] = causes;
  const written = causes.slice(0, WRITTEN_OUT);
  const quoted: Quoted = new Set();
  const alike = new Set<string>();
  return document([
    [`# Postmortem: ${head === undefined ? 'no root cause found' : prose(head.title)}`],
    ...section('Summary', summary(report, head)),
    ...section('Impact', impact(ends(report))),
    ...section('Timeline', [
      ...timelineBlocks(report),
      [
        report.timeline.length === 0
          ? 'TODO: when it began, was noticed and ended; deployments and changes before it. No time stands in what was read.'
          : 'TODO: add when it began, was noticed and ended; deployments and changes before it.',
      ],
    ]),
    ...section('Contributing factors', factors(causes, head)),
    ...section('Evidence', head === undefined ? crashQuotes(report, quoted) : perFinding(written, (one) => proof(one, quoted))),
    ...section(
      'What speaks against it',
      perFinding(written, (one) => against(one, quoted, alike)),
    ),
    ...section('Next best candidate', head === undefined ? [] : [[prose(nextBestWords(nextBest(head, { ...report, findings: kept })))]]),
    ...section('Who waits for whom', waits(report)),
    ...section('How it ended', [exitList(report.exits)]),
    ...section('Action items', head === undefined ? [] : [...actionBlocks(written), ['TODO: an owner and a date for each.']]),
    ...section('What to collect', toCollect(report, written)),
    ...section('Open questions', questions(suspicionsOf(report), quoted)),
    ...section('For information', [inShort(kept.filter(({ severity }) => severity === 'info'))]),
    ...section('Ruled out', [ruledOut(report.refuted)]),
    ...section('Dismissed in triage', [inShort(dismissed)]),
    ...section('Warnings and limits', limits(report)),
    ...section('References', [references(written)]),
    ...section('How this was made', made(report)),
  ]);
}

/** One finding as a document of its own, for a ticket. */
export function renderFindingMarkdown(finding: Finding, report: Report): string {
  const quoted: Quoted = new Set();
  return document([
    [`# ${prose(finding.title)}`],
    ...about(finding),
    [prose(finding.summary)],
    ...section('How it comes about', [[withCode(finding.explanation)]]),
    ...section('Evidence', proof(finding, quoted)),
    ...section('What speaks against it', against(finding, quoted, new Set())),
    ...section('Next best candidate', [[prose(nextBestWords(nextBest(finding, report)))]]),
    ...section('Action items', actionBlocks([finding])),
    ...section('What to collect', collectBlocks(finding.collect)),
    ...section('References', [references([finding])]),
    [byWhom(report)],
  ]);
}

function about(finding: Finding): Block[] {
  const told = said(finding);
  const { culprit } = finding;
  return [
    [`${code(finding.id)}, ${finding.severity === 'info' ? 'for information' : `severity ${finding.severity}`}.`],
    [confidence(finding)],
    told === undefined ? [] : [told],
    culprit === undefined ? [] : [`Look at ${location(culprit)}.`],
    finding.fingerprint.hash === null
      ? []
      : [`Fingerprint: ${code(finding.fingerprint.hash)} (${finding.fingerprint.algorithm}, level ${finding.fingerprint.level}).`],
  ];
}

function summary(report: Report, head: Finding | undefined): Block[] {
  const verdict = report.findings.find(({ id }) => id === report.verdict.finding);
  const overruled = verdict !== undefined && isDismissed(verdict);
  const found = overruled
    ? `Goroner's verdict was ${prose(verdict.title)} (${code(verdict.id)}); it was dismissed in triage and stands at the end.${head === undefined ? ' Nothing else was found.' : ''}`
    : prose(report.verdict.summary);
  if (head === undefined) return [[found]];
  return [[`**${prose(head.title)}**`], [found], overruled ? [prose(head.summary)] : [], ...about(head)];
}

function impact(out: readonly string[]): Block[] {
  return [
    bullets([
      ...out.map((end) => `The process printed ${end}.`),
      'TODO: who was affected and how: requests that failed, data that was lost.',
      'TODO: for how long, and how it was noticed.',
      'TODO: what ended it.',
    ]),
  ];
}

function factors(causes: readonly Finding[], head: Finding | undefined): Block[] {
  if (head === undefined) return [];
  return [
    causes.length > 1 ? ['Root causes first; below each what it accounts for.'] : [],
    chain(causes),
    ...section('How it comes about', [[withCode(head.explanation)]], 3),
    ['TODO: what let it through: tests, reviews, alerts, limits.'],
  ];
}

/** The blocks of each finding, under its title where there are several. */
function perFinding(findings: readonly Finding[], blocks: (one: Finding) => Block[]): Block[] {
  if (findings.length === 1) return findings.flatMap(blocks);
  return findings.flatMap((one) => section(`${prose(one.title)} (${code(one.id)})`, blocks(one), 3));
}

function toCollect(report: Report, written: readonly Finding[]): Block[] {
  const steps = [...written, ...suspicionsOf(report)].flatMap(({ collect }) => collect);
  return collectBlocks(steps.length === 0 ? NEXT_STEPS : steps);
}

function limits(report: Report): Block[] {
  const left = notRead(report);
  return [trust(report), ...(left.length === 0 ? [] : [['Not read:'], left])];
}

function made(report: Report): Block[] {
  const outcomes = [
    [report.cleared.length, 'cleared'],
    [report.inconclusive.length, 'not settled'],
    [report.refuted.length, 'refuted'],
    [report.notApplicable.length, 'not applicable'],
    [report.signatureErrors.length, 'not evaluated'],
  ] as const;
  const taken = redactionWords(report);
  const counted = outcomes.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return [
    [byWhom(report)],
    ...(taken === undefined ? [] : [[taken]]),
    ...files(report),
    counted.length === 0 ? [] : [`Other root causes that were looked for: ${counted.join(', ')}.`],
    [
      'Places are `file:line` in the files as they were given. Scores are sums of the points at each line of evidence; nothing in them is a probability.',
    ],
  ];
}

function byWhom({ tool, bundle }: Report): string {
  return `Drafted by ${tool.name} ${code(tool.version)} from what was saved${bundle.layout === 'loose-files' ? '' : ` (${prose(bundle.layout)})`}; lines with TODO are left to people.`;
}
