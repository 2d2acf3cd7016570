import type { Inconclusive, Refuted } from '../../../matcher/finding.ts';
import { formatBytes } from '../../../matcher/template.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Artifact, LayoutReport, Report, Warning } from '../../report.ts';
import { bullets, cited, COLUMNS, commands, heading, paragraph, placeOf } from './layout.ts';
import type { Palette } from './palette.ts';

const FILES = 20;
const WARNINGS = 10;
/** What else is known of a suspicion. */
const MORE_STATEMENTS = 3;

/** Suspicions that the bundle cannot settle. */
export function inconclusive(all: readonly Inconclusive[], palette: Palette): string[] {
  if (all.length === 0) return [];
  return [
    ...heading('Cannot be settled from this bundle', palette),
    ...all.flatMap((one) => [
      ...wrap(`${one.title} (${one.signature})`, COLUMNS, { first: '  ', rest: '    ' }),
      ...paragraph(one.summary, '    '),
      ...one.evidence.slice(0, 1).flatMap(({ citation }) => cited(citation, palette, '    ', 4)),
      ...bullets(
        one.evidence.slice(1, 1 + MORE_STATEMENTS).map(({ statement }) => statement),
        '    ',
      ),
      ...bullets(
        one.missing.map((text) => `missing: ${text}`),
        '    ',
      ),
      ...commands(one.collect.slice(0, 2), '    '),
    ]),
  ];
}

/** Tempting explanations whose bait is in the bundle. */
export function refuted(all: readonly Refuted[], palette: Palette): string[] {
  if (all.length === 0) return [];
  return [
    ...heading('Not the cause', palette),
    ...all.flatMap((one) => [
      ...wrap(`${one.title} (${one.signature})`, COLUMNS, { first: '  ', rest: '    ' }),
      ...paragraph(one.summary, '    '),
      ...one.evidence.slice(0, 1).flatMap(({ citation }) => cited(citation, palette, '    ', 2)),
    ]),
  ];
}

/** What was read, what was passed over, and what lowers the trust in the report. */
export function inventory(report: Report, palette: Palette): string[] {
  const { artifacts, layouts } = report.bundle;
  const read = artifacts.filter(({ status }) => status === 'read' || status === 'damaged');
  const others = artifacts.filter(({ status }) => status !== 'read' && status !== 'damaged');
  return [
    ...(layouts.length === 0 ? [] : [...heading('What it is', palette), ...listed(layouts.map(layoutLine), 'bundles')]),
    ...(read.length === 0 ? [] : [...heading('What was read', palette), ...listed(read.map(fileLine), 'files')]),
    ...(others.length === 0 ? [] : [...heading('What was not', palette), ...listed(others.map(fileLine), 'files')]),
    ...troubles('Errors', report.errors, palette),
    ...troubles('Warnings', report.warnings, palette),
    ...outcomes(report),
  ];
}

function layoutLine({ title, root }: LayoutReport): string {
  return root === '' ? title : `${root}: ${title}`;
}

function fileLine({ path, kinds, status, wrappers, bytes, reason }: Artifact): string {
  const size = bytes === undefined ? [] : [formatBytes(bytes)];
  const what = kinds.length === 0 ? [] : [kinds.join(', ')];
  const about = [...what, ...size, ...wrappers, ...(status === 'damaged' ? ['damaged'] : [])].join('; ');
  return `${path}${about === '' ? '' : ` (${about})`}${reason === undefined ? '' : `: ${reason}`}`;
}

function listed(lines: readonly string[], what: string): string[] {
  const left = lines.length - FILES;
  return [...bullets(lines.slice(0, FILES)), ...(left > 0 ? [`  … and ${left} more ${what}: goroner inspect lists all`] : [])];
}

function troubles(title: string, all: readonly Warning[], palette: Palette): string[] {
  if (all.length === 0) return [];
  const left = all.length - WARNINGS;
  return [
    ...heading(title, palette),
    ...bullets(
      all.slice(0, WARNINGS).map(({ message, path, citation }) => {
        const place = citation === undefined ? path : placeOf(citation);
        return place === undefined || message.includes(place) ? message : `${place}: ${message}`;
      }),
    ),
    ...(left > 0 ? [`  … and ${left} more: the JSON report has all`] : []),
  ];
}

function outcomes(report: Report): string[] {
  const counts = [
    [report.cleared.length, 'cleared'],
    [report.inconclusive.length, 'cannot be settled'],
    [report.refuted.length, 'refuted'],
    [report.notApplicable.length, 'not applicable'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? [] : ['', ...wrap(`Other root causes: ${said.join(', ')}.`, COLUMNS)];
}
