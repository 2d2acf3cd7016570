import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import type { TriageEntry } from '../../../src/tui/triage/triage.ts';
import type { Target, ViewInput } from '../../../src/tui/view.ts';
import { type Views, views } from '../../../src/tui/views/all.ts';
import { rowsFor, viewOf } from './rows-for.ts';
import type { HelpLine } from '../../../src/tui/views/help.ts';
import { textWidth } from '../../../src/text/width.ts';
import { incident, linesIn } from './incident.ts';
import { render, text } from './render.ts';

const GOLDENS = join(import.meta.dirname, '..', '..', 'goldens', 'tui');
const WIDTHS = [40, 80, 120, 200] as const;
const NAMES = ['clonebot', 'gc-death-spiral', 'healthy-idle', 'data-race', 'stack-overflow', 'leak-profiles', 'clonebot/goroutines-1.txt'];
/** Rows of a file on both sides of what a golden shows of it. */
const AROUND = 6;

const HELP: readonly HelpLine[] = [
  { heading: 'Moving' },
  { keys: 'j, down', does: 'the next row' },
  { keys: 'ctrl-d', does: 'half a page down, or to the end of the rows where less than that is left below' },
  { heading: 'Marks' },
  { keys: 'm', does: 'confirm or dismiss the finding' },
];

describe.each(NAMES)('%s', (name) => {
  let report: Report;
  let all: Views;
  beforeAll(async () => {
    report = await incident(name);
    all = views({ linesOf: linesIn(name), help: () => HELP });
  });

  test.each(WIDTHS)('at %i columns', async (width) => {
    const [first] = report.findings;
    const triage = new Map<string, TriageEntry>(
      first === undefined || name !== 'clonebot'
        ? []
        : [[first.key, { fingerprint: first.key, mark: 'confirmed', note: 'seen on node 7 as well' }]],
    );
    const parts = targetsOf(report).map(([target, over, range]) => {
      const input: ViewInput = { report, triage, width, ...over };
      const rows = rowsFor(all, target, input);
      for (let at = 0; at < rows.count; at++) expect(textWidth(text(rows.line(at)))).toBeLessThanOrEqual(width);
      const options = Object.entries(over).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
      return `== ${viewOf(all, target).title(target, input)}${options.join('')}\n${render(rows, ...(range ?? []))}\n`;
    });
    await expect(parts.join('\n')).toMatchFileSnapshot(join(GOLDENS, `${name.replace('/', '-')}-${width}.txt`));
  });
});

type Shown = readonly [target: Target, over: Partial<ViewInput>, range?: readonly [from: number, to: number]];

/** Every view of a report, and the variants of those that have some. */
function targetsOf(report: Report): readonly Shown[] {
  const [dump] = report.facts.dumps;
  const [group] = dump?.groups ?? [];
  const groups: Shown[] =
    dump === undefined || group === undefined
      ? []
      : [
          [
            { view: 'goroutines', dump: dump.id },
            { sort: 'wait', idle: true },
          ],
          [
            { view: 'goroutines', dump: dump.id },
            { level: 'creator', sort: 'function' },
          ],
          [
            { view: 'goroutines', dump: dump.id },
            { level: 'exact', sort: 'state' },
          ],
          [{ view: 'group', id: `${dump.id}|functions|${group.key}` }, {}],
          [{ view: 'group', id: `${dump.id}|creator|${group.creator?.function ?? ''}` }, {}],
        ];
  const [finding] = report.findings;
  const cited = finding?.evidence.find(({ citation }) => citation.firstLine !== undefined)?.citation;
  const line = cited?.firstLine ?? 1;
  return [
    [{ view: 'findings' }, {}],
    ...report.findings.map(({ id }): Shown => [{ view: 'finding', id }, {}]),
    [{ view: 'goroutines' }, {}],
    ...groups,
    [{ view: 'timeline' }, {}],
    [{ view: 'memory' }, {}],
    ...(report.facts.heap.length === 0 ? [] : [[{ view: 'memory' }, { sort: 'growth' }] as const]),
    [{ view: 'changes' }, {}],
    [{ view: 'waits' }, {}],
    [{ view: 'files' }, {}],
    ...(cited === undefined ? [] : [[{ view: 'file', path: cited.path, line }, {}, [Math.max(0, line - AROUND), line + AROUND]] as const]),
    ...report.bundle.artifacts.filter(({ path }) => path.endsWith('.pb.gz')).map(({ path }): Shown => [{ view: 'file', path }, {}]),
    [{ view: 'outcomes' }, {}],
    ...(report.exits.length === 0 ? [] : [[{ view: 'exits' }, {}] as const]),
    [{ view: 'help' }, {}],
  ];
}
