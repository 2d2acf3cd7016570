import type { Citation } from '../../evidence/citation.ts';
import { placeOf, quoted } from '../../report/render/text/layout.ts';
import type { Report } from '../../report/report.ts';
import { cut } from '../text/cut.ts';
import { fold } from '../text/fold.ts';
import { placeTarget, quoteOf } from './places.ts';
import { type Row, textRow } from './rows.ts';

/** The place of a citation, and the lines that stand there; every row leads to them. */
export function excerptRows(
  citation: Citation,
  report: Report,
  { width, indent = '', most, title }: { readonly width: number; readonly indent?: string; readonly most: number; readonly title: string },
): Row[] {
  const behind = { target: placeTarget(citation, report), place: citation, quote: quoteOf(title, citation) };
  const paragraph = {};
  const rows = fold(placeOf(citation), width, indent).map((line) => textRow(line, 'link', { paragraph, ...behind }));
  if (citation.excerpt === '' || most === 0) return rows;
  const { shown: lines, left } = quoted(citation, most);
  // A line of the bundle is not folded: it would look like several. Where it does not fit, the mark says so.
  for (const line of lines) rows.push(textRow(cut(`${indent}│ ${line}`, width), 'cited', behind));
  if (left > 0) rows.push(textRow(`${indent}│ … ${left} more ${left === 1 ? 'line' : 'lines'} there`, 'muted', behind));
  return rows;
}
