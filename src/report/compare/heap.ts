import type { CaseFile } from '../../evidence/case-file.ts';
import { minutesBetween } from '../../evidence/derive/minutes.ts';
import type { HeapFact, HeapSite } from '../../evidence/facts/heap.ts';
import { siteFunctions, siteKey } from '../../evidence/heap-site.ts';
import { processKey } from '../../evidence/scope.ts';
import type { ExactInt } from '../../text/exact.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import { sum } from '../count.ts';
import { changeOf, deltaOf } from './change.ts';
import type { Apart, HeapChanges, SiteChange } from './comparison.ts';
import { pair, type Sided } from './pair.ts';

/** The values are estimates from samples, one each 512 KiB: less than this is no difference. */
export const LEAST_BYTES = 512 * 1024;

/** Compares the heap profiles of each process, site by site. */
export function compareHeaps(sides: readonly CaseFile[]): { readonly changes: HeapChanges[]; readonly apart: Apart[] } {
  const changes: HeapChanges[] = [];
  const apart: Apart[] = [];
  for (const { scope, values } of pair(sides.map(lastHeaps))) {
    const side = values.findIndex((value) => value !== null);
    const only = values[side];
    if (values.filter((value) => value !== null).length >= 2) changes.push(changesOf(scope, values));
    else if (only !== undefined && only !== null) apart.push({ side, what: 'heap', scope, path: only.citations[0].path });
  }
  return { changes, apart };
}

/** The last profile of each process. What was allocated between two moments is no state. */
function lastHeaps(caseFile: CaseFile): Sided<HeapFact>[] {
  const byProcess = new Map<string, HeapFact>();
  for (const heap of caseFile.of('heap')) {
    if (heap.durationNanos !== undefined) continue;
    const key = processKey(heap.scope);
    const known = byProcess.get(key);
    if (known === undefined || isLater(heap, known)) byProcess.set(key, heap);
  }
  return [...byProcess.values()].map((value) => ({ scope: value.scope, value }));
}

function isLater(a: HeapFact, b: HeapFact): boolean {
  if (a.salvaged !== b.salvaged) return b.salvaged;
  if (a.timeNanos !== undefined && b.timeNanos !== undefined) return BigInt(a.timeNanos) >= BigInt(b.timeNanos);
  if (a.timeNanos !== undefined || b.timeNanos !== undefined) return a.timeNanos !== undefined;
  return naturalOrder(a.citations[0].path, b.citations[0].path) > 0;
}

function changesOf(scope: HeapFact['scope'], heaps: readonly (HeapFact | null)[]): HeapChanges {
  const inuseBytes = heaps.map((heap) => heap?.inuseBytes ?? null);
  const totals = numbers(inuseBytes);
  const minutes = minutesOf(heaps);
  return {
    scope,
    profiles: heaps.map((heap) => heap?.citations[0].path ?? null),
    inuseBytes,
    change: changeOf(totals, LEAST_BYTES),
    ...(minutes === undefined ? {} : { bytesPerMinute: Math.round(deltaOf(totals) / minutes) }),
    sites: sitesOf(heaps),
  };
}

/** Between the first and the last profile; undefined where a time is missing, where they are of one moment, or of different programs. */
function minutesOf(heaps: readonly (HeapFact | null)[]): number | undefined {
  const known = heaps.filter((heap) => heap !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first?.timeNanos === undefined || last?.timeNanos === undefined) return undefined;
  const owners = new Set(first.sites.map(({ owner }) => owner?.function));
  if (!last.sites.some(({ owner }) => owner !== undefined && owners.has(owner.function))) return undefined;
  return minutesBetween(BigInt(first.timeNanos), BigInt(last.timeNanos));
}

function sitesOf(heaps: readonly (HeapFact | null)[]): SiteChange[] {
  const byKey = new Map<string, { site: HeapSite; parts: HeapSite[][] }>();
  for (const [index, heap] of heaps.entries())
    for (const site of heap?.sites ?? []) {
      const key = siteKey(site);
      let known = byKey.get(key);
      if (known === undefined) {
        known = { site, parts: heaps.map(() => []) };
        byKey.set(key, known);
      }
      known.site = site;
      known.parts[index]?.push(site);
    }
  return [...byKey.values()]
    .map(({ site, parts }) => {
      const of = (field: 'inuseBytes' | 'inuseObjects') =>
        heaps.map((heap, index): ExactInt | null => {
          const own = parts[index] ?? [];
          if (own.length > 0) return sum(own.map((one) => one[field]));
          return heap === null || heap.siteCount > heap.sites.length || heap.salvaged ? null : 0;
        });
      const inuseBytes = of('inuseBytes');
      return {
        change: changeOf(numbers(inuseBytes), LEAST_BYTES),
        ...(site.owner === undefined ? {} : { owner: site.owner.function }),
        functions: siteFunctions(site),
        inuseBytes,
        inuseObjects: of('inuseObjects'),
        deltaBytes: deltaOf(numbers(inuseBytes)),
      };
    })
    .filter(({ inuseBytes }) => inuseBytes.some((bytes) => bytes !== null && bytes !== 0))
    .toSorted((a, b) => Math.abs(b.deltaBytes) - Math.abs(a.deltaBytes) || b.deltaBytes - a.deltaBytes);
}

function numbers(values: readonly (ExactInt | null)[]): (number | null)[] {
  return values.map((value) => (value === null ? null : Number(value)));
}
