import type { GoroutinesFact } from '../../evidence/facts/dump.ts';
import type { WaitEdgeFact } from '../../evidence/facts/wait-edge.ts';
import type { WaitRootFact } from '../../evidence/facts/wait-root.ts';
import type { Certainty } from '../../evidence/citation.ts';
import { count, list } from '../../report/count.ts';
import type { Report, ReportDump } from '../../report/report.ts';
import { ageWords, doingWords, edgeOf, rootWords, targetWords, treeOf, waitWords } from '../../report/waits.ts';
import { table } from '../text/table.ts';
import type { Target, View } from '../view.ts';
import { dumpHeading } from './dump-heading.ts';
import { quoteOf } from './places.ts';
import { type Block, block, EMPTY, prose, type Row, rowsOf } from './rows.ts';

/** Waits of a root that are shown, and how many steps from it are set in. */
const MOST_WAITS = 30;
const DEEPEST = 8;

const NOTHING =
  'No goroutine of the bundle is seen to wait for another one: for a lock, a WaitGroup, a place of a semaphore, a connection, a call that another one makes, or the other end of a channel.';

/** Who keeps others waiting, dump by dump: each root with the waits that hang on it as a tree. */
export const waits: View<Extract<Target, { view: 'waits' }>> = {
  name: 'waits',
  reading: 'list',
  title: () => 'waits',
  rows: (_, { report, width }) => {
    const dumps = report.facts.dumps.filter(({ id }) => report.facts.waitEdges.some(({ dump }) => dump === id));
    if (dumps.length === 0) return rowsOf([block(prose(NOTHING, width), 'nothing')], width);
    const shape = table<Line>(
      [
        {
          title: 'blocked',
          width: 7,
          align: 'right',
          cell: ({ blocks, root }) => ({ text: String(blocks), ...(root ? { role: 'strong' as const } : {}) }),
        },
        {
          title: 'sure',
          width: 7,
          from: 60,
          cell: ({ certainty }) => ({ text: certainty === 'guessed' ? 'a guess' : certainty, role: 'muted' }),
        },
        {
          title: 'who, and who waits for it',
          width: 'rest',
          cell: ({ text, root }) => ({ text, ...(root ? { role: 'strong' as const } : {}) }),
        },
      ],
      width,
    );
    return rowsOf(
      dumps.flatMap((dump, at) => [
        block([...(at === 0 ? [] : [EMPTY]), ...dumpHeading(dump, report, width).map((row): Row => ({ ...row, still: true }))], dump.id),
        listBlock(dump, linesOf(dump, report), shape),
      ]),
      width,
      [[{ text: 'who keeps others waiting, those that block most first', role: 'muted' }], shape.head],
    );
  },
};

/** One row of the tree. */
interface Line {
  readonly key: string;
  readonly blocks: number;
  readonly certainty: Certainty;
  readonly text: string;
  readonly root: boolean;
  /** The group that it is about. */
  readonly group: string;
  /** What is copied of it. */
  readonly words: string;
}

function listBlock(dump: ReportDump, lines: readonly Line[], shape: { readonly line: (line: Line) => Row['line'] }): Block {
  const groups = new Map<string, GroupOf>(dump.groups.map((group) => [group.id, group]));
  return {
    count: lines.length,
    key: (at) => lines[at]?.key ?? '',
    row: (at): Row => {
      const line = lines[at];
      if (line === undefined) return EMPTY;
      const group = groups.get(line.group);
      if (group === undefined) return { line: shape.line(line) };
      const [place] = group.citations;
      return {
        line: shape.line(line),
        target: { view: 'group', id: `${dump.id}|functions|${group.key}` },
        place,
        quote: quoteOf(line.words, place),
      };
    },
    haystack: (at) => (lines[at]?.words ?? '').toLowerCase(),
  };
}

type GroupOf = Pick<GoroutinesFact, 'id' | 'key' | 'citations'>;

function linesOf(dump: ReportDump, report: Report): readonly Line[] {
  const roots = report.facts.waitRoots.filter((root) => root.dump === dump.id);
  const under = new Set(roots.flatMap((root) => root.waits.map(({ edge }) => edge)));
  // What waits for goroutines that are idle by design hangs on no root.
  const others = report.facts.waitEdges.filter((edge) => edge.dump === dump.id && !under.has(edge.number));
  return [...roots.flatMap((root) => rootLines(root, dump, report)), ...others.map((edge) => otherLine(edge, dump))];
}

function rootLines(root: WaitRootFact, dump: ReportDump, report: Report): Line[] {
  const key = `${dump.id}|${root.kind}|${root.group}|${root.waits[0]?.edge ?? ''}`;
  return [
    { key, blocks: root.blocks, certainty: root.certainty, text: rootText(root), root: true, group: root.group, words: rootWords(root) },
    ...treeOf(root, MOST_WAITS, DEEPEST).map((wait): Line => {
      const edge = edgeOf(report, root.dump, wait.edge);
      return {
        key: `${key}|${wait.edge}`,
        blocks: edge?.blocks ?? wait.waiting,
        certainty: wait.certainty,
        text: `${'  '.repeat(wait.depth)}${wait.waiting} in ${short(wait.owner.function)}, for ${targetWords(wait.target, edge)}${edge === undefined ? '' : ageWords(edge.wait)}`,
        root: false,
        group: wait.group,
        words: waitWords(wait, edge),
      };
    }),
  ];
}

function rootText(root: WaitRootFact): string {
  if (root.kind === 'nobody') return 'nobody is seen who could go on';
  if (root.kind === 'ring') {
    const names = [...new Set(root.functions ?? [])].map(short);
    return root.functions?.length === 1 ? `in ${names[0] ?? ''}: wait for what they have themselves` : `in a ring: ${list(names)}`;
  }
  return `${root.count} in ${short(root.frame.function)}, ${doingWords(root)}`;
}

function otherLine(edge: WaitEdgeFact, dump: ReportDump): Line {
  const who = edge.holder === undefined ? '' : `: ${count(edge.holder.count, 'goroutine')} in ${short(edge.holder.frame.function)}`;
  const words = `${edge.waiting} in ${edge.owner.function}: ${edge.waiting === 1 ? 'waits' : 'wait'} for ${targetWords(edge.target, edge)}${who}`;
  return {
    key: `${dump.id}|other|${edge.number}`,
    blocks: edge.blocks,
    certainty: edge.holder?.certainty ?? 'derived',
    text: `${edge.waiting} in ${short(edge.owner.function)}, for ${targetWords(edge.target, edge)}${who}`,
    root: false,
    group: edge.waiters[0] ?? '',
    words,
  };
}

/** A function without the path of its package: rows are short. */
function short(name: string): string {
  const bracket = name.search(/[([]/);
  return name.slice(name.lastIndexOf('/', bracket < 0 ? name.length : bracket) + 1);
}
