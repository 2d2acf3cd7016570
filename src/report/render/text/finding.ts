import type { EvidenceLine, Finding } from '../../../matcher/finding.ts';
import { padStart } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { notFound } from '../../against.ts';
import { nextBest } from '../../next-best.ts';
import type { NextBest, Report } from '../../report.ts';
import { fingerprintWords } from '../fingerprint-words.ts';
import { bullets, cited, COLUMNS, commands, heading, paragraph, placeOf } from './layout.ts';
import type { Palette } from './palette.ts';

/** Look-alikes that are listed; the page of the root cause has the rest. */
const FALSE_POSITIVES = 3;
const MORE_PLACES = 3;

/** The finding that heads the report, in full. */
export function fullFinding(finding: Finding, report: Report, palette: Palette): string[] {
  const { remediation } = finding;
  const contradicting = finding.evidence.filter(({ role }) => role === 'contradicting');
  const chain = chainLines(finding, report, palette);
  const shown = new Set<string>();
  return [
    ...(chain.length === 0 ? [] : [...heading('Chain, root cause first', palette), ...chain]),
    ...heading('Evidence', palette),
    ...finding.evidence.filter(({ role }) => role !== 'contradicting').flatMap((one) => evidence(one, finding, shown, palette)),
    ...paragraph(arithmetic(finding)),
    ...heading('What speaks against it', palette),
    ...contradicting.flatMap((one) => evidence(one, finding, shown, palette)),
    ...notFound(finding).flatMap(({ lead, statements, left }) => [
      ...paragraph(lead),
      ...bullets(statements),
      ...(left > 0 ? paragraph(`… and ${left} more: goroner explain ${finding.signature} has all`) : []),
    ]),
    ...(finding.falsePositives.length === 0 ? [] : paragraph('To rule out, since it looks the same:')),
    ...bullets(finding.falsePositives.slice(0, FALSE_POSITIVES)),
    ...heading('Next best candidate', palette),
    ...paragraph(nextBestWords(nextBest(finding, report))),
    ...heading('What to do now', palette),
    ...bullets(remediation.mitigate),
    ...heading('What to change', palette),
    ...bullets([finding.fix, ...remediation.fix]),
    ...heading('What to collect', palette),
    ...commands(finding.collect),
    // What is to be done comes first; who has the time reads on.
    ...heading('How it comes about', palette),
    ...paragraph(finding.explanation),
    ...paragraph(`More: goroner explain ${finding.signature}`),
    ...(finding.fingerprint.hash === null ? [] : paragraph(`Fingerprint: ${fingerprintWords(finding.fingerprint)}`)),
  ];
}

/** The next best candidate in a sentence, or that there is none. */
export function nextBestWords(next: NextBest | undefined): string {
  if (next === undefined) return 'None: nothing outside its chain was found, and no suspicion is open.';
  return `${next.title} (${next.finding ?? next.suspicion ?? ''}): ${next.why}`;
}

/** Another finding, in short. */
export function shortFinding(finding: Finding, report: Report, palette: Palette): string[] {
  const first = finding.evidence.find(({ role }) => role !== 'contradicting');
  const chain = [...finding.causedBy.map((id) => `follows from ${id}`), ...finding.causes.map((id) => `accounts for ${id}`)];
  return [
    ...wrap(`${finding.id}: ${finding.title} (${kind(finding)})`, COLUMNS, { first: '  ', rest: '    ' }),
    ...triageLine(finding, '    '),
    ...paragraph(finding.summary, '    '),
    ...(chain.length === 0 || report.findings.length < 2 ? [] : paragraph(chain.join('; '), '    ')),
    ...(first === undefined ? [] : cited(first.citation, palette, '    ', 2)),
  ];
}

/** What people have said of a finding, in a line; nothing where they have not. */
export function triageLine({ triage }: Finding, indent: string): string[] {
  if (triage === undefined) return [];
  const note = triage.note === '' ? '' : `: ${triage.note}`;
  return wrap(`Triage: ${triage.mark}${note}`, COLUMNS, { first: indent, rest: `${indent}  `, long: 'keep' });
}

/** `strong evidence, critical severity`, and what it is where it is no cause. */
export function kind({ confidence, severity, role }: Finding): string {
  const weight = severity === 'info' ? 'for information' : `${severity} severity`;
  return `${confidence} evidence, ${weight}${role === 'cause' ? '' : `, ${role}`}`;
}

/**
 * One line of evidence with its points, its certainty, and the lines that prove it. Lines that an earlier piece has shown already are
 * named only; so are those of what was computed, which are places to look at and no proof by themselves, and files without lines.
 */
function evidence(one: EvidenceLine, finding: Finding, shown: Set<string>, palette: Palette): string[] {
  const points = finding.scoring.find((score) => score.evidence === one.evidence)?.points;
  const mark = points === undefined ? '  ' : padStart(points > 0 ? `+${points}` : String(points), 2);
  const certainty = one.certainty === 'stated' ? '' : one.certainty === 'guessed' ? ' (a guess)' : ' (derived)';
  const more = one.more.slice(0, MORE_PLACES).map(placeOf);
  const left = one.more.length - more.length;
  const place = placeOf(one.citation);
  const named = shown.has(place) || one.certainty === 'derived' || one.citation.excerpt === '';
  if (!named) shown.add(place);
  const also = more.length === 0 ? '' : `also ${more.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return [
    ...wrap(`${one.statement}${certainty}`, COLUMNS, { first: `  ${mark} `, rest: '     ', long: 'keep' }),
    ...(named
      ? wrap([place, ...(also === '' ? [] : [also])].join(', '), COLUMNS, { first: '     ', long: 'keep' }).map(palette.place)
      : [...cited(one.citation, palette, '     '), ...(also === '' ? [] : wrap(also, COLUMNS, { first: '     ', long: 'keep' }))]),
  ];
}

/** The sum behind the score, in one line. */
export function arithmetic({ score, scoring, confidence }: Finding): string {
  const sum = scoring.map(({ points }, i) => (i === 0 ? String(points) : points < 0 ? `− ${-points}` : `+ ${points}`)).join(' ');
  const limits = scoring.filter(({ evidence: name }) => name === 'limits').map(({ statement }) => `; ${statement}`);
  return `Score ${sum} = ${score}: ${confidence}${limits.join('')}.`;
}

/** The finding in its chain: what it follows from above it, what follows from it below. */
function chainLines(finding: Finding, report: Report, palette: Palette): string[] {
  if (finding.causes.length === 0 && finding.causedBy.length === 0) return [];
  const byId = new Map(report.findings.map((one) => [one.id, one]));
  const lines: string[] = [];
  const seen = new Set<string>();
  const draw = (id: string, depth: number): void => {
    const one = byId.get(id);
    if (one === undefined || seen.has(id)) return;
    seen.add(id);
    const lead = depth === 0 ? '  ' : `  ${'   '.repeat(depth - 1)}└→ `;
    const indent = ' '.repeat(lead.length);
    const [first] = one.evidence;
    lines.push(...wrap(`${one.title} (${one.id})`, COLUMNS, { first: lead, rest: `${indent}  ` }));
    if (first !== undefined && id !== finding.id) lines.push(...cited(first.citation, palette, indent, 0));
    for (const next of one.causes) draw(next, depth + 1);
  };
  for (const root of rootsOf(finding, byId)) draw(root, 0);
  return lines;
}

/** Where the chains of a finding begin, in the order of the report: those that lead to it and follow from nothing themselves. */
function rootsOf(finding: Finding, byId: ReadonlyMap<string, Finding>): readonly string[] {
  const above = new Set([finding]);
  for (const one of above)
    for (const id of one.causedBy) {
      const cause = byId.get(id);
      if (cause !== undefined) above.add(cause);
    }
  const roots = [...byId.values()].filter((one) => above.has(one) && !one.causedBy.some((id) => byId.has(id)));
  // Causes that account for each other have no root among them: then the direct ones begin.
  return roots.length > 0 ? roots.map(({ id }) => id) : finding.causedBy;
}
