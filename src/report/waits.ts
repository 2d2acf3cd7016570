import type { HolderWork, WaitEdgeFact, WaitTarget } from '../evidence/facts/wait-edge.ts';
import type { BlockedWait, WaitRootFact } from '../evidence/facts/wait-root.ts';
import type { WaitRange } from '../evidence/frame.ts';
import { count, list } from './count.ts';
import type { Report } from './report.ts';

/** Roots that reports for people name. */
const MOST_ROOTS = 3;
/** Goroutines that have to wait for a root to be named there: fewer are the daily course of a program. */
const LEAST = 3;
/** The same where whom they wait for is a guess. */
const LEAST_GUESSED = 10;

const DOING: Readonly<Record<HolderWork, string>> = {
  network: 'waits for a peer',
  fsync: 'waits for the disk',
  process: 'waits for a child process',
  syscall: 'is in a system call',
  sleep: 'sleeps',
  lock: 'waits for a lock',
  send: 'waits to send on a channel',
  receive: 'waits to receive from a channel',
  select: 'waits in a select',
  wait: 'waits for others',
  running: 'runs, or could',
  other: 'waits',
};

const TARGETS: Readonly<Record<WaitTarget, string>> = {
  mutex: 'a mutex',
  rwmutex: 'an RWMutex',
  once: 'a sync.Once',
  waitgroup: 'a WaitGroup',
  cond: 'a Cond',
  channel: 'the other end of a channel',
  semaphore: 'a place of a semaphore',
  connection: 'a connection',
  call: 'a call that another one makes for all',
  init: 'the end of the initialisation',
};

/** By dump and number, once for a report. */
const indexes = new WeakMap<readonly WaitEdgeFact[], ReadonlyMap<string, WaitEdgeFact>>();

/** The edge of a wait that hangs on a root; undefined where the report was cut. */
export function edgeOf({ facts }: Report, dump: string, number: number): WaitEdgeFact | undefined {
  let index = indexes.get(facts.waitEdges);
  if (index === undefined)
    indexes.set(facts.waitEdges, (index = new Map(facts.waitEdges.map((one) => [`${one.dump} ${one.number}`, one]))));
  return index.get(`${dump} ${number}`);
}

/** What goroutines wait for, in words: `a connection of database/sql`. */
export function targetWords(target: WaitTarget, edge?: Pick<WaitEdgeFact, 'pool' | 'operation'>): string {
  if (target === 'connection' && edge?.pool !== undefined) return `${TARGETS.connection} (${edge.pool})`;
  if (target === 'channel' && edge?.operation !== undefined && edge.operation !== 'select')
    return edge.operation === 'send' ? 'somebody who receives from a channel' : 'somebody who sends on a channel';
  return TARGETS[target];
}

/** What the root does, with how long it has done that: `waits for a peer, for 5 minutes`. */
export function doingWords({ doing, wait }: Pick<WaitRootFact, 'doing' | 'wait'>): string {
  return `${doing === undefined ? 'waits' : DOING[doing]}${ageWords(wait)}`;
}

/** `, for 5 minutes`, or nothing where no age is printed: that is unknown, not short. */
export function ageWords({ maxMinutes }: WaitRange): string {
  return maxMinutes === undefined || maxMinutes < 1 ? '' : `, for ${count(maxMinutes, 'minute')}`;
}

/** The root and how many it keeps waiting, in one sentence. `name`: how a function is written. */
export function rootWords(root: WaitRootFact, name: (text: string) => string = (text) => text): string {
  const guess = root.certainty === 'guessed' ? ' (a guess)' : '';
  const blocked = `${count(root.blocks, 'goroutine')} ${root.blocks === 1 ? 'waits' : 'wait'}`;
  const direct = root.direct === root.blocks ? '' : `, ${root.direct} of them directly`;
  if (root.kind === 'nobody') return `Nobody is seen who could go on: ${blocked} in ${name(root.frame.function)}${direct}.`;
  if (root.kind === 'ring') {
    const names = [...new Set(root.functions ?? [])].map(name);
    const alone = root.functions?.length === 1 ? 'wait for what they have themselves' : 'wait for each other';
    const ring = names.length === 1 ? `Goroutines in ${names[0] ?? ''} ${alone}` : `${list(names)} wait for each other`;
    return `${ring}${guess}: ${blocked}${direct}.`;
  }
  return `${count(root.count, 'goroutine')} in ${name(root.frame.function)}: ${doingWords(root)}. ${blocked} for ${root.count === 1 ? 'it' : 'them'}${direct}${guess}.`;
}

/** A wait on the way to a root, in words. */
export function waitWords(wait: BlockedWait, edge: WaitEdgeFact | undefined, name: (text: string) => string = (text) => text): string {
  const unsure = wait.certainty === 'guessed' ? ' (a guess)' : '';
  return `${wait.waiting} in ${name(wait.owner.function)}: ${wait.waiting === 1 ? 'waits' : 'wait'} for ${targetWords(wait.target, edge)}${unsure}`;
}

/** The waits of a root as a tree, parents before their children; at most so many, and so deep. */
export function treeOf({ waits }: WaitRootFact, most: number, deepest: number): readonly BlockedWait[] {
  const below = new Map<number | undefined, BlockedWait[]>();
  for (const wait of waits) {
    const siblings = below.get(wait.behind);
    if (siblings === undefined) below.set(wait.behind, [wait]);
    else siblings.push(wait);
  }
  const tree: BlockedWait[] = [];
  const add = (behind: number | undefined): void => {
    for (const wait of below.get(behind) ?? []) {
      if (wait.depth > deepest || tree.length >= most) continue;
      tree.push(wait);
      add(wait.edge);
    }
  };
  add(undefined);
  return tree;
}

/**
 * The roots that a report for people names: those that keep many waiting, each place once, in the last dump that shows it. Who merely runs, and guesses
 * of small queues, stand in the JSON report and in the UI.
 */
export function tellingRoots({ facts }: Report): readonly WaitRootFact[] {
  const last = new Map<string, WaitRootFact>();
  for (const root of facts.waitRoots)
    if (isTelling(root)) {
      const key = JSON.stringify([root.scope, root.kind, root.frame.function]);
      last.set(key, root);
    }
  return [...last.values()].toSorted((a, b) => b.blocks - a.blocks).slice(0, MOST_ROOTS);
}

function isTelling({ kind, certainty, blocks, doing, integrity }: WaitRootFact): boolean {
  if (kind === 'ring') return certainty === 'derived' && blocks >= 2;
  if (kind === 'nobody') return blocks >= LEAST && integrity !== 'partial';
  if (doing === 'running') return false;
  if (certainty === 'guessed') return blocks >= LEAST_GUESSED && doing !== 'receive' && doing !== 'select' && doing !== 'wait';
  return blocks >= LEAST;
}
