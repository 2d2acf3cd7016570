import type { Certainty } from '../../citation.ts';
import { type Awaited, awaitedBy, countOf, isLock, type Part } from './awaited.ts';
import type { Candidate } from './candidate.ts';

/** Things that several goroutines have together, or have to end, so that each of them is waited for. */
const BY_ALL: ReadonlySet<Awaited['kind']> = new Set(['waitgroup', 'semaphore', 'connection']);
/** Waits that are idle as often as not: a ring of nothing else is two loops that serve each other. */
const MAY_BE_IDLE = (one: Awaited) => one.kind === 'cond' || (one.kind === 'channel' && one.operation !== 'send');

/** A step of the graph: from those that wait to one that they wait for. */
export interface Link {
  readonly to: Part;
  readonly by?: Candidate['holder']['by'];
  readonly certainty: Certainty;
}

/** Whom the goroutines wait for: one where one has it, each where all do. */
export function linksOf(awaited: Awaited, candidates: readonly Candidate[]): readonly Link[] {
  const [first] = candidates;
  if (first === undefined) return [];
  const blocking = BY_ALL.has(awaited.kind) ? candidates.filter(({ holder }) => holder.certainty === first.holder.certainty) : [first];
  return blocking.map(({ part, holder }) => ({ to: part, by: holder.by, certainty: holder.certainty }));
}

/** A wait that hangs on something, and the one that it is behind. */
export interface Hanging {
  readonly awaited: Awaited;
  readonly behind?: Awaited;
  readonly depth: number;
  readonly link?: Link;
}

/** An end of chains of waits. */
export interface Root {
  readonly kind: 'holder' | 'ring' | 'nobody';
  /** Those that are waited for; of a ring, and where nobody is seen, undefined. */
  readonly part?: Part;
  /** The waits of a ring, or the one that nobody is seen for. */
  readonly of: readonly Awaited[];
  readonly hanging: readonly Hanging[];
  readonly certainty: Certainty;
  readonly blocks: number;
}

/** The graph of the waits of one dump: who waits for whom, one step at a time. */
export class WaitGraph {
  readonly #links: ReadonlyMap<Awaited, readonly Link[]>;
  /** What waits for a part. */
  readonly #on = new Map<Part, { readonly awaited: Awaited; readonly link: Link }[]>();

  constructor(links: ReadonlyMap<Awaited, readonly Link[]>) {
    this.#links = links;
    for (const [awaited, steps] of links)
      for (const link of steps) {
        const list = this.#on.get(link.to);
        if (list === undefined) this.#on.set(link.to, [{ awaited, link }]);
        else list.push({ awaited, link });
      }
  }

  /** Goroutines that wait there, or wait for somebody who does, and so on. */
  blockedBy(awaited: Awaited): number {
    return countOf(this.#behind([{ awaited, depth: 1 }]).flatMap((one) => one.awaited.parts));
  }

  /** All ends of chains, those that block most first. */
  roots(): readonly Root[] {
    const roots: Root[] = [];
    const covered = new Set<Awaited>();
    const add = (root: Omit<Root, 'hanging' | 'blocks'>, first: readonly Hanging[]) => {
      const hanging = this.#behind(first);
      for (const { awaited } of hanging) covered.add(awaited);
      // Who is idle by design, such as a server that others wait for the end of, keeps nobody from anything.
      if (root.part?.group.idle !== undefined) return;
      roots.push({ ...root, hanging, blocks: countOf(hanging.flatMap(({ awaited }) => awaited.parts)) });
    };
    for (const [part, waits] of this.#on) {
      const next = awaitedBy(part);
      if (next !== undefined && this.#links.has(next)) continue;
      const first = waits.map(({ awaited, link }) => ({ awaited, link, depth: 1 }));
      add({ kind: 'holder', part, of: [], certainty: surest(waits.map(({ link }) => link)) }, first);
    }
    for (const [awaited, links] of this.#links)
      if (links.length === 0) add({ kind: 'nobody', of: [awaited], certainty: 'derived' }, [{ awaited, depth: 1 }]);
    for (const awaited of this.#links.keys()) {
      if (covered.has(awaited)) continue;
      const ring = this.#ringFrom(awaited);
      for (const one of ring) covered.add(one.awaited);
      if (ring.every((one) => MAY_BE_IDLE(one.awaited))) continue;
      const certainty = ring.every(({ link }) => link.certainty !== 'guessed') ? 'derived' : 'guessed';
      add(
        { kind: 'ring', of: ring.map((one) => one.awaited), certainty },
        ring.map((one) => ({ ...one, depth: 1 })),
      );
    }
    return roots.toSorted((a, b) => b.blocks - a.blocks);
  }

  /** The ring that what waits here runs into, following the likeliest: there is one, since no chain of it ends. */
  #ringFrom(start: Awaited): readonly { readonly awaited: Awaited; readonly link: Link }[] {
    const path = new Map<Awaited, Link>();
    let at: Awaited | undefined = start;
    while (at !== undefined && !path.has(at)) {
      const link: Link | undefined = this.#links.get(at)?.[0];
      if (link === undefined) return [];
      path.set(at, link);
      at = awaitedBy(link.to);
    }
    if (at === undefined) return [];
    const steps = [...path].map(([awaited, link]) => ({ awaited, link }));
    return steps.slice(steps.findIndex(({ awaited }) => awaited === at));
  }

  /** A ring of several kinds that a wait is part of, by the likeliest of each; undefined where there is none. */
  ringOf(awaited: Awaited): readonly { readonly awaited: Awaited; readonly link: Link }[] | undefined {
    const ring = this.#ringFrom(awaited);
    if (ring[0]?.awaited !== awaited || ring.every((one) => MAY_BE_IDLE(one.awaited)) || ring.every((one) => isLock(one.awaited)))
      return undefined;
    return ring;
  }

  /** What waits, nearest first: each thing that is waited for once. */
  #behind(first: readonly Hanging[]): readonly Hanging[] {
    const seen = new Set(first.map(({ awaited }) => awaited));
    const all = [...first].toSorted((a, b) => countOf(b.awaited.parts) - countOf(a.awaited.parts));
    for (const one of all)
      for (const part of one.awaited.parts)
        for (const { awaited, link } of this.#on.get(part) ?? []) {
          if (seen.has(awaited)) continue;
          seen.add(awaited);
          all.push({ awaited, link, behind: one.awaited, depth: one.depth + 1 });
        }
    return all;
  }
}

function surest(links: readonly Link[]): Certainty {
  return links.some(({ certainty }) => certainty !== 'guessed') ? 'derived' : 'guessed';
}
