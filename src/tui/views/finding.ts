import type { EvidenceLine, Finding } from '../../matcher/finding.ts';
import { notFound } from '../../report/against.ts';
import { nextBest } from '../../report/next-best.ts';
import { fingerprintWords } from '../../report/render/fingerprint-words.ts';
import { arithmetic, kind, nextBestWords } from '../../report/render/text/finding.ts';
import { placeOf } from '../../report/render/text/layout.ts';
import type { Report } from '../../report/report.ts';
import { padStart } from '../../text/width.ts';
import type { Target, View } from '../view.ts';
import { said } from './certainty.ts';
import { chainRows } from './chain.ts';
import { excerptRows } from './excerpt.ts';
import { placeTarget, quoteOf } from './places.ts';
import { block, EMPTY, prose, type Row, rowsOf } from './rows.ts';
import { bullets, commandRows, section } from './sections.ts';
import { severityRole } from './severity.ts';
import { triageRows } from './triage.ts';

/** Raw lines that are shown of one citation; the file is one key away. */
const EXCERPT_LINES = 12;

/** One finding in full. */
export const finding: View<Extract<Target, { view: 'finding' }>> = {
  name: 'finding',
  reading: 'text',
  title: ({ id }) => id,
  rows: ({ id }, { report, triage, width }) => {
    const found = report.findings.find((one) => one.id === id);
    if (found === undefined) return rowsOf([block(prose(`There is no finding ${id} in this report.`, width))], width);
    const { culprit, remediation } = found;
    const about = { report, width, finding: found, shown: new Set<string>() };
    const against = found.evidence.filter(({ role }) => role === 'contradicting');
    const rows: Row[] = [
      ...prose(found.title, width, { role: severityRole(found.severity), rest: '  ' }),
      ...prose(`${found.id} (${kind(found)})`, width, { first: '  ', rest: '  ' }),
      ...triageRows(triage.get(found.key), width),
      EMPTY,
      ...prose(found.summary, width, { first: '  ' }),
      ...(culprit === undefined
        ? []
        : section('Where to look', [
            ...prose(culprit.function, width, { first: '  ', role: 'strong' }),
            ...(culprit.file === undefined
              ? []
              : prose(`${culprit.file}${culprit.line === undefined ? '' : `:${culprit.line}`}`, width, { first: '    ' })),
          ])),
      ...section('Chain, root cause first', chainRows(found, report, width)),
      ...section('Evidence', [
        ...found.evidence.filter(({ role }) => role !== 'contradicting').flatMap((one) => evidence(one, about)),
        ...prose(arithmetic(found), width, { first: '  ' }),
      ]),
      ...section('What speaks against it', [
        ...against.flatMap((one) => evidence(one, about)),
        ...notFound(found).flatMap(({ lead, statements, left }) => [
          ...prose(lead, width, { first: '  ' }),
          ...bullets(statements, width),
          ...(left > 0 ? prose(`… and ${left} more: goroner explain ${found.signature} has all`, width, { first: '  ' }) : []),
        ]),
        ...(found.falsePositives.length === 0 ? [] : prose('To rule out, since it looks the same:', width, { first: '  ' })),
        ...bullets(found.falsePositives, width),
      ]),
      ...section('Next best candidate', alternative(found, report, width)),
      ...section('What to do now', bullets(remediation.mitigate, width)),
      ...section('What to change', bullets([found.fix, ...remediation.fix], width)),
      ...section('What prevents it', bullets(remediation.prevent, width)),
      ...section('What to collect', commandRows(found.collect, width)),
      ...section('How it comes about', prose(found.explanation, width, { first: '  ' })),
      ...section(
        'References',
        found.references.flatMap(({ title, url }) => [
          ...prose(title, width, { first: '  - ', quote: url }),
          ...prose(url, width, { first: '    ', role: 'link', quote: url }),
        ]),
      ),
      ...section('Fingerprint', fingerprintRows(found, width)),
      EMPTY,
      ...prose(`More: goroner explain ${found.signature}`, width, { quote: `goroner explain ${found.signature}`, role: 'muted' }),
    ];
    return rowsOf([block(rows)], width);
  },
};

/** The hash with what was hashed, or why there is none. */
function fingerprintRows({ fingerprint }: Finding, width: number): Row[] {
  const words = fingerprintWords(fingerprint);
  return [
    ...prose(words, width, { first: '  ', quote: fingerprint.hash ?? words }),
    ...(fingerprint.text === undefined
      ? []
      : fingerprint.text.split('\n').flatMap((line) => prose(line, width, { first: '    ', role: 'muted' }))),
  ];
}

/** What else may be behind it: a row to open, or that there is nothing. */
function alternative(found: Finding, report: Report, width: number): Row[] {
  const next = nextBest(found, report);
  const behind: { readonly target?: Target } =
    next === undefined ? {} : { target: next.finding === undefined ? { view: 'outcomes' } : { view: 'finding', id: next.finding } };
  return prose(nextBestWords(next), width, { first: '  ', ...(next === undefined ? {} : { role: 'link' }), ...behind });
}

interface About {
  readonly report: Report;
  readonly width: number;
  readonly finding: Finding;
  /** Places whose lines stand above already. */
  readonly shown: Set<string>;
}

/** One line of evidence with its points and its certainty, and the lines that prove it. */
function evidence(one: EvidenceLine, { report, width, finding: { id, title, scoring }, shown }: About): Row[] {
  const points = scoring.find((score) => score.evidence === one.evidence)?.points;
  const mark = points === undefined ? '  ' : padStart(points > 0 ? `+${points}` : String(points), 2);
  const heading = `${id}: ${title}`;
  const place = placeOf(one.citation);
  // What was computed cites places to look at and no proof by themselves.
  const named = shown.has(place) || one.certainty === 'derived';
  shown.add(place);
  // Places that stand above with a row of their own are only named.
  const known = one.more.filter((also) => shown.has(placeOf(also)));
  const fresh = one.more.filter((also) => !shown.has(placeOf(also)));
  for (const also of fresh) shown.add(placeOf(also));
  return [
    ...prose(said(one), width, {
      first: `  ${mark} `,
      target: placeTarget(one.citation, report),
      place: one.citation,
      quote: quoteOf(`${heading}\n${said(one)}`, one.citation),
    }),
    ...excerptRows(one.citation, report, { width, indent: '     ', most: named ? 0 : EXCERPT_LINES, title: heading }),
    ...fresh.flatMap((also) =>
      prose(`also ${placeOf(also)}`, width, {
        first: '     ',
        role: 'link',
        target: placeTarget(also, report),
        place: also,
        quote: quoteOf(heading, also),
      }),
    ),
    ...(known.length === 0 ? [] : prose(`also ${known.map(placeOf).join(', ')}`, width, { first: '     ', role: 'muted' })),
  ];
}
