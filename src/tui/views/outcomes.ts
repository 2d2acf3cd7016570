import { placeOf } from '../../report/render/text/layout.ts';
import type { Report, Warning } from '../../report/report.ts';
import { suspicionsOf } from '../../report/suspicions.ts';
import type { Target, View } from '../view.ts';
import { said } from './certainty.ts';
import { excerptRows } from './excerpt.ts';
import { placeTarget, quoteOf } from './places.ts';
import { block, EMPTY, keyed, prose, type Row, rowsOf, textRow } from './rows.ts';
import { bullets, commandRows } from './sections.ts';
import { severityMark, severityRole } from './severity.ts';

const EXCERPT_LINES = 6;

/** Every other outcome: what cannot be settled and what would, what is not so, what was not asked, and what lowers the trust. */
export const outcomes: View<Extract<Target, { view: 'outcomes' }>> = {
  name: 'outcomes',
  reading: 'list',
  title: () => 'outcomes',
  rows: (_, { report, width }) => {
    const inconclusive = suspicionsOf(report);
    const { bundle, refuted, cleared, notApplicable, signatureErrors, errors, warnings } = report;
    const parts: readonly (readonly [title: string, number: number, rows: readonly Row[]])[] = [
      ['Errors', errors.length, errors.flatMap((one) => trouble(one, report, width))],
      ['Limits that were hit', bundle.limits.length, limits(report, width)],
      ['Cannot be settled from this bundle', inconclusive.length, suspicions(report, width)],
      ['Not the cause', refuted.length, temptations(report, width)],
      ['Warnings', warnings.length, warnings.flatMap((one) => trouble(one, report, width))],
      [
        'Signatures that could not be evaluated',
        signatureErrors.length,
        signatureErrors.flatMap(({ signature, reason }) =>
          prose(`${signature}: ${reason}`, width, { first: '  ! ', key: `${signature} failed`, quote: `${signature}: ${reason}` }),
        ),
      ],
      [
        'Cleared: looked for, and not so',
        cleared.length,
        cleared.flatMap(({ signature, title, reason }) =>
          prose(`${title} (${signature}): ${reason}`, width, {
            first: '  ',
            rest: '    ',
            key: signature,
            quote: `${title} (${signature}): ${reason}`,
          }),
        ),
      ],
      [
        'Not applicable: nothing in the bundle speaks to them',
        notApplicable.length,
        byReason(notApplicable).flatMap(([reason, ids]) =>
          prose(`${reason}: ${ids.join(', ')}`, width, { first: '  ', rest: '    ', role: 'muted', key: `without ${reason}` }),
        ),
      ],
    ];
    const shown = parts.filter(([, number]) => number > 0);
    if (shown.length === 0) return rowsOf([block(prose('There are no other outcomes, no warnings and no errors.', width))], width);
    return rowsOf(
      shown.map(([title, number, rows], i) =>
        block([...(i === 0 ? [] : [EMPTY]), textRow(`${title} (${number})`, 'title'), ...rows], title),
      ),
      width,
    );
  },
};

/** Signatures that do not apply for the same reason stand together: there are many. */
function byReason(all: Report['notApplicable']): readonly (readonly [reason: string, ids: readonly string[]])[] {
  const ids = new Map<string, string[]>();
  for (const { signature, reason } of all) ids.set(reason, [...(ids.get(reason) ?? []), signature]);
  return [...ids];
}

function suspicions(report: Report, width: number): Row[] {
  return suspicionsOf(report).flatMap((one): Row[] => {
    const title = `${one.title} (${one.signature})`;
    return keyed(one.signature, [
      ...prose(`${severityMark(one.severity).text} ${title}`, width, { first: '  ', rest: '     ', role: severityRole(one.severity) }),
      ...prose(one.summary, width, { first: '    ' }),
      ...one.evidence.flatMap((line, i) => [
        ...prose(said(line), width, {
          first: '    - ',
          target: placeTarget(line.citation, report),
          place: line.citation,
          quote: quoteOf(`${title}\n${said(line)}`, line.citation),
        }),
        ...excerptRows(line.citation, report, { width, indent: '      ', most: i === 0 ? EXCERPT_LINES : 0, title }),
      ]),
      ...bullets(
        one.missing.map((text) => `missing: ${text}`),
        width,
        '    ',
      ),
      ...commandRows(one.collect, width, '    '),
    ]);
  });
}

function temptations(report: Report, width: number): Row[] {
  return report.refuted.flatMap((one): Row[] => {
    const title = `${one.title} (${one.signature})`;
    return keyed(one.signature, [
      ...prose(title, width, { first: '  ', rest: '    ', role: 'strong' }),
      ...prose(one.summary, width, { first: '    ' }),
      ...one.evidence
        .slice(0, 1)
        .flatMap(({ citation }) => excerptRows(citation, report, { width, indent: '    ', most: EXCERPT_LINES, title })),
    ]);
  });
}

function trouble({ code, message, path, citation }: Warning, report: Report, width: number): Row[] {
  const place = citation === undefined ? path : placeOf(citation);
  const text = place === undefined || message.includes(place) ? message : `${place}: ${message}`;
  return prose(`${text} [${code}]`, width, {
    first: '  ! ',
    key: `${code} ${text}`,
    target: citation === undefined ? (path === undefined ? undefined : { view: 'files' }) : placeTarget(citation, report),
    place: citation,
    quote: `${code}: ${text}`,
  });
}

function limits({ bundle }: Report, width: number): Row[] {
  return bundle.limits.flatMap(({ what, path, limit, detail }) => {
    const text = `${what} ${limit}${path === undefined ? '' : ` at ${path}`}: ${detail}`;
    return prose(text, width, { first: '  ! ', key: text, quote: text, target: path === undefined ? undefined : { view: 'files' } });
  });
}
