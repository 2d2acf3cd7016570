import type { Citation } from '../../citation.ts';
import type { DumpFact, GoroutinesFact } from '../../facts/dump.ts';
import type { FactDraft } from '../../facts/index.ts';
import type { BlockedWait, WaitRootFact } from '../../facts/wait-root.ts';
import type { Frame } from '../../frame.ts';
import { type Awaited, countOf, largestOf, ownerOf } from './awaited.ts';
import type { Hanging, Root, WaitGraph } from './roots.ts';
import { workOf } from './work.ts';

/** Roots of a dump that are listed, and what is listed of each. */
const MOST_ROOTS = 20;
const MOST_WAITS = 30;
const MOST_CITATIONS = 5;

/** The facts of who keeps others waiting in a dump, those that block most first. */
export function rootFacts(dump: DumpFact, graph: WaitGraph, numbers: ReadonlyMap<Awaited, number>): FactDraft[] {
  return graph
    .roots()
    .slice(0, MOST_ROOTS)
    .flatMap((root) => rootFact(dump, root, numbers));
}

function rootFact(dump: DumpFact, root: Root, numbers: ReadonlyMap<Awaited, number>): FactDraft[] {
  const { kind, part, of, hanging, certainty, blocks } = root;
  const [first] = hanging;
  const largest = part ?? (first === undefined ? undefined : largestOf(first.awaited.parts));
  if (largest === undefined) return [];
  const frame = kind === 'holder' ? frameOf(largest.group) : first === undefined ? undefined : ownerOf(first.awaited);
  const groups = [largest.group, ...hanging.flatMap(({ awaited }) => largestOf(awaited.parts)?.group ?? [])];
  const [citation, ...more] = [...new Set(groups)].map(({ citations }) => citations[0]);
  if (frame === undefined || citation === undefined) return [];
  const citations: [Citation, ...Citation[]] = [citation, ...more.slice(0, MOST_CITATIONS - 1)];
  const fact: Omit<WaitRootFact, 'id'> = {
    type: 'wait-root',
    certainty: dump.certainty === 'guessed' ? 'guessed' : certainty,
    scope: dump.scope,
    citations,
    dump: dump.id,
    dumpKind: dump.kind,
    integrity: dump.integrity,
    goroutines: Number(dump.goroutines),
    kind,
    group: largest.group.id,
    count: kind === 'nobody' ? 0 : kind === 'ring' ? of.reduce((sum, { parts }) => sum + countOf(parts), 0) : largest.count,
    ...(kind === 'nobody'
      ? {}
      : { doing: workOf(largest.group), ...(largest.group.stateClass === undefined ? {} : { stateClass: largest.group.stateClass }) }),
    wait: largest.group.wait,
    frame,
    blocks,
    direct: hanging.filter(({ depth }) => depth === 1).reduce((sum, { awaited }) => sum + countOf(awaited.parts), 0),
    waits: hanging.slice(0, MOST_WAITS).flatMap((one) => waitOf(one, numbers)),
    otherWaits: Math.max(0, hanging.length - MOST_WAITS),
    ...(kind === 'ring' ? { functions: of.flatMap((one) => ownerOf(one)?.function ?? []) } : {}),
  };
  return [fact];
}

function waitOf({ awaited, behind, depth, link }: Hanging, numbers: ReadonlyMap<Awaited, number>): BlockedWait[] {
  const owner = ownerOf(awaited);
  const group = largestOf(awaited.parts)?.group.id;
  const edge = numbers.get(awaited);
  if (owner === undefined || group === undefined || edge === undefined) return [];
  const before = behind === undefined ? undefined : numbers.get(behind);
  return [
    {
      edge,
      ...(before === undefined ? {} : { behind: before }),
      depth,
      waiting: countOf(awaited.parts),
      target: awaited.kind,
      owner,
      group,
      ...(link?.by === undefined ? {} : { by: link.by }),
      certainty: link?.certainty ?? 'derived',
    },
  ];
}

/** Where the program itself is; else the innermost frame that there is. */
function frameOf({ owner, frames }: GoroutinesFact): Frame | undefined {
  return owner ?? frames.find(({ origin }) => origin !== 'runtime') ?? frames[0];
}
