import type { Report } from '../../src/report/report.ts';
import type { Views } from '../../src/tui/store/lists.ts';
import type { Rows, Target, ViewInput } from '../../src/tui/view.ts';
import { trusted, sanitize } from '../../src/text/safe-text.ts';

/** A report with so many findings: what the store looks at, and no more. */
export function fakeReport(findings: number): Report {
  const names = Array.from({ length: findings }, (_, at) => ({
    id: `cause-${at}#1`,
    title: `Cause ${at}`,
    key: `print-${at}`,
    evidence: [{ citation: { path: sanitize(`log-${at % 3}.txt`), firstLine: at + 1, lastLine: at + 2, excerpt: trusted('') }, more: [] }],
  }));
  return {
    findings: names,
    verdict: { summary: trusted('Cause 0.'), ...(findings > 0 ? { finding: 'cause-0#1' } : {}) },
  } as unknown as Report;
}

/** Views over that report: a list with two orders, pages of text folded to the width, a list of groups. */
export const fakeViews: Views = {
  findings: {
    name: 'findings',
    reading: 'list',
    title: (_, { report }) => `findings (${report.findings.length})`,
    sorts: ['rank', 'name'],
    rows: (_, { report, sort, triage }) => {
      const findings = sort === 'name' ? report.findings.toReversed() : report.findings;
      const at = (row: number) => findings[row];
      return {
        head: [[{ text: 'sev  finding', role: 'muted' }]],
        count: findings.length,
        key: (row) => at(row)?.id ?? '',
        line: (row) => [
          { text: '!!', role: 'critical' },
          {
            text: `   ${at(row)?.title ?? ''} ${triage.get(at(row)?.key ?? '')?.mark ?? ''}${triage.get(at(row)?.key ?? '')?.unsaved === true ? ' unsaved' : ''}`,
          },
        ],
        target: (row) => ({ view: 'finding', id: at(row)?.id ?? '' }),
        quote: (row) => `quote of ${at(row)?.id ?? ''}`,
        ...placesOf(findings),
      };
    },
  },
  finding: {
    name: 'finding',
    reading: 'text',
    title: ({ id }) => id,
    rows: ({ id }, { report, width }) => {
      const finding = report.findings.find((one) => one.id === id);
      const text = `The page of ${finding?.title ?? id}: ${'what happened and why it did and what to do now. '.repeat(12)}`;
      const lines = fold(text, width);
      const last = lines.length;
      return {
        head: [],
        count: last + 1,
        key: (row) => (row === last ? 'evidence' : 'text'),
        line: (row) => (row === last ? [{ text: 'evidence', role: 'cited' }] : [{ text: lines[row] ?? '' }]),
        target: (row) => {
          const path = finding?.evidence[0]?.citation.path;
          return row === last && path !== undefined ? { view: 'file', path, line: 5 } : undefined;
        },
      };
    },
  },
  goroutines: {
    name: 'goroutines',
    reading: 'list',
    title: () => 'goroutines',
    rows: (_, input) => {
      const rows = groups(60, input);
      return { ...rows, folded: (row) => input.idle !== true && row === rows.count - 1 };
    },
  },
  file: {
    name: 'file',
    reading: 'text',
    title: ({ path }) => path,
    rows: ({ path }) => ({
      head: [],
      count: 200,
      key: (row) => String(row + 1),
      line: (row) => [
        { text: `${row + 1} `, role: 'muted' },
        { text: `line of ${path}`, role: 'cited' },
      ],
      place: (row) => ({ path: sanitize(path), firstLine: row + 1, lastLine: row + 1, excerpt: trusted('') }),
    }),
  },
  help: {
    name: 'help',
    reading: 'text',
    title: () => 'help',
    rows: () => ({
      head: [],
      count: 9,
      key: (row) => String(row),
      line: (row) => [{ text: row % 3 === 0 ? 'Heading' : `key ${row}` }],
      selectable: (row) => row % 3 !== 0,
    }),
  },
};

/** Rows of groups of goroutines, made when they are asked for. */
export function groups(count: number, { level = 'functions', idle = false }: Partial<ViewInput> = {}): Rows {
  return {
    head: [[{ text: 'count  state' }]],
    count: idle ? count + 5 : count,
    key: (row) => String(row),
    line: (row) => [{ text: String(row).padStart(6) }, { text: `  ${level} group of main.worker${row}`, role: 'strong' }],
    target: (row): Target => ({ view: 'group', id: String(row) }),
    haystack: (row) => `${row} ${level} group of main.worker${row}`,
  };
}

function placesOf(findings: Report['findings']): Pick<Rows, 'place'> {
  return {
    place: (row) => findings[row]?.evidence[0]?.citation,
  };
}

function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += Math.max(1, width)) lines.push(text.slice(at, at + Math.max(1, width)));
  return lines;
}
