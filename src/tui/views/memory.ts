import type { HeapFact, HeapSite } from '../../evidence/facts/heap.ts';
import type { GrowthFact } from '../../evidence/facts/growth.ts';
import { formatBytes } from '../../matcher/template.ts';
import { count } from '../../report/count.ts';
import { placeOf } from '../../report/render/text/layout.ts';
import type { Report } from '../../report/report.ts';
import { toBigInt } from '../../text/exact.ts';
import { bar } from '../text/bar.ts';
import { percent } from '../text/percent.ts';
import { sparkline } from '../text/sparkline.ts';
import { table } from '../text/table.ts';
import type { Target, View } from '../view.ts';
import { ledgerBlock } from './ledger.ts';
import { quoteOf } from './places.ts';
import { type Block, block, EMPTY, prose, type Row, rowsOf } from './rows.ts';
import { timeOfDay } from './when.ts';

const SORTS = ['in use', 'allocated', 'growth', 'function'] as const;
const BAR = 12;
/** Columns of the course of a site over the profiles. */
const COURSE = 8;

interface Line {
  readonly site: HeapSite;
  readonly growth: GrowthFact | undefined;
  /** Share of the whole by what is sorted, 0 to 1. */
  readonly share: number;
}

/** Where the memory went, and what the heap holds, by the place that allocated it, profile by profile. */
export const memory: View<Extract<Target, { view: 'memory' }>> = {
  name: 'memory',
  reading: 'list',
  title: () => 'memory',
  sorts: SORTS,
  rows: (_, { report, width, sort = 'in use' }) => {
    const { heap: profiles, memoryLedgers } = report.facts;
    const accounts = memoryLedgers.map((account, at) => ledgerBlock(account, at === 0, width));
    if (profiles.length === 0) return rowsOf([...accounts, ...noProfile(accounts.length > 0, width)], width);
    const shape = table<Line>(
      [
        { title: '', width: BAR, from: 70, cell: ({ share }) => ({ text: bar(share, BAR) }) },
        { title: 'share', width: 5, align: 'right', cell: ({ share }) => ({ text: percent(share) }) },
        { title: 'in use', width: 8, align: 'right', cell: ({ site }) => ({ text: formatBytes(site.inuseBytes), role: 'strong' }) },
        { title: 'allocated', width: 9, from: 60, align: 'right', cell: ({ site }) => ({ text: formatBytes(site.allocBytes) }) },
        {
          title: 'course',
          width: COURSE,
          from: 100,
          cell: ({ growth }) => ({
            text:
              growth === undefined
                ? ''
                : sparkline(
                    growth.points.map(({ count: value }, at) => ({ at, value })),
                    COURSE,
                  ),
          }),
        },
        {
          title: 'growth',
          width: 9,
          from: 60,
          align: 'right',
          cell: ({ growth }) => ({ text: growth === undefined ? '' : signed(growth.delta) }),
        },
        { title: 'objects', width: 10, from: 120, align: 'right', cell: ({ site }) => ({ text: String(site.inuseObjects) }) },
        { title: 'function', width: 'rest', keep: 'end', cell: ({ site }) => ({ text: nameOf(site) }) },
        { title: 'line', width: 'rest', from: 120, keep: 'end', cell: ({ site }) => ({ text: lineOf(site), role: 'muted' }) },
      ],
      width,
    );
    const blocks = profiles.flatMap((profile, i) => {
      const lines = linesOf(profile, report, sort);
      const left = profile.siteCount - profile.sites.length;
      return [
        block([...(i === 0 && accounts.length === 0 ? [] : [EMPTY]), ...heading(profile, report, width)], profile.id),
        {
          count: lines.length,
          key: (at: number) => `${profile.id}|${stack(lines[at]?.site).join('\n')}`,
          row: (at: number): Row => {
            const line = lines[at];
            if (line === undefined) return EMPTY;
            const [citation] = profile.citations;
            return { line: shape.line(line), place: citation, quote: quoteOf(siteWords(line), citation, ...stack(line.site)) };
          },
          haystack: (at: number) =>
            (lines[at]?.site.frames ?? [])
              .map((frame) => frame.function)
              .join(' ')
              .toLowerCase(),
        },
        block(
          left > 0
            ? prose(`… ${count(left, 'smaller site')}: the report keeps ${profile.sites.length}`, width, { first: '  ', role: 'muted' })
            : [],
          `${profile.id}|left`,
        ),
      ] satisfies Block[];
    });
    return rowsOf([...accounts, ...blocks], width, [
      [
        {
          text: `sites by ${sort}; share of all that ${sort === 'growth' ? 'grew' : sort === 'allocated' ? 'is allocated' : 'is in use'}`,
          role: 'muted',
        },
      ],
      shape.head,
    ]);
  },
};

function heading(profile: HeapFact, report: Report, width: number): Row[] {
  const [citation] = profile.citations;
  const whole = report.facts.growth.find(({ subject, points }) => subject === 'heap' && points.some(({ dump }) => dump === profile.id));
  const words = [
    ...(profile.timeNanos === undefined || toBigInt(profile.timeNanos) <= 0n
      ? ['no time written']
      : [timeOfDay(Number(toBigInt(profile.timeNanos) / 1_000_000n))]),
    ...(profile.durationNanos === undefined ? [] : ['a difference between two moments: values may be negative']),
    `${formatBytes(profile.inuseBytes)} in use`,
    `${formatBytes(profile.allocBytes)} allocated since the start`,
    count(profile.siteCount, 'site'),
    ...(whole === undefined ? [] : [`over the profiles ${whole.points.map((point) => formatBytes(point.count)).join(' → ')}`]),
    ...(profile.salvaged ? ['damaged: this is what could be saved'] : []),
  ];
  return [
    ...prose(`${profile.id} ${placeOf(citation)}`, width, { role: 'title', place: citation, rest: '  ' }),
    ...prose(words.join(', '), width, { first: '  ', rest: '  ', role: 'muted', still: true }),
  ];
}

function linesOf(profile: HeapFact, report: Report, sort: string): Line[] {
  const growths = new Map(
    report.facts.growth
      .filter(({ subject, points }) => subject === 'heap-site' && points.some(({ dump }) => dump === profile.id))
      .map((one) => [one.functions.join('\n'), one]),
  );
  const total = Number(profile.allocBytes);
  const lines = profile.sites.map((site): Line => {
    const key = site.frames.map((frame) => frame.function).join('\n');
    const growth = growths.get(key);
    // Growth is of all places in these functions: it is said once.
    growths.delete(key);
    return { site, growth, share: shareOf(site, growth, sort, total) };
  });
  if (sort === 'allocated') return lines.toSorted((a, b) => Number(b.site.allocBytes) - Number(a.site.allocBytes));
  if (sort === 'growth') return lines.toSorted((a, b) => (b.growth?.delta ?? -Infinity) - (a.growth?.delta ?? -Infinity) || 0);
  if (sort === 'function')
    return lines.toSorted((a, b) => (nameOf(a.site) < nameOf(b.site) ? -1 : nameOf(a.site) > nameOf(b.site) ? 1 : 0));
  return lines;
}

/** What the bar stands for: what is sorted by. */
function shareOf(site: HeapSite, growth: GrowthFact | undefined, sort: string, allocated: number): number {
  if (sort === 'growth') return growth === undefined || growth.delta <= 0 ? 0 : growth.shareOfGrowth;
  if (sort !== 'allocated') return site.share;
  return allocated > 0 ? Number(site.allocBytes) / allocated : 0;
}

function noProfile(after: boolean, width: number): Block[] {
  return [block([...(after ? [EMPTY] : []), ...prose('No heap profile is in the bundle.', width)], 'no profile')];
}

function nameOf({ owner, frames }: HeapSite): string {
  return owner?.function ?? frames[0]?.function ?? 'no stack';
}

function lineOf({ owner, frames }: HeapSite): string {
  const frame = owner ?? frames[0];
  return frame?.file === undefined ? '' : `${frame.file}${frame.line === undefined ? '' : `:${frame.line}`}`;
}

function signed(delta: number): string {
  return delta > 0 ? `+${formatBytes(delta)}` : formatBytes(delta);
}

function siteWords({ site, growth }: Line): string {
  const grown = growth === undefined ? '' : `, ${signed(growth.delta)} over the profiles`;
  return `${nameOf(site)}: ${formatBytes(site.inuseBytes)} in use, ${formatBytes(site.allocBytes)} allocated${grown}`;
}

function stack(site: HeapSite | undefined): string[] {
  return (site?.frames ?? []).flatMap(({ function: name, file, line }) => [
    name,
    ...(file === undefined ? [] : [`\t${file}${line === undefined ? '' : `:${line}`}`]),
  ]);
}
