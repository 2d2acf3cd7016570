import type { HeapSite, ObjectSize } from '../../src/evidence/facts/heap.ts';
import { exact, type ExactInt, isLess, toBigInt } from '../../src/text/exact.ts';
import type { Profile } from './profile.ts';
import type { Stacks } from './stacks.ts';

/** Sizes that a site shows at most. */
const MOST_SIZES = 8;

/** Objects in use of one size. */
export interface Sized {
  readonly bytes: ExactInt;
  readonly objects: ExactInt;
  /** What they take together. */
  readonly inuse: ExactInt;
}

/**
 * The sizes of objects in use at some stacks: those of the samples' labels `bytes` (`writeHeapProto` in runtime/pprof/protomem.go, which
 * writes no unit). `columns`: places of objects and bytes in use among the values.
 */
export function objectSizes(
  profile: Profile,
  stacks: Stacks,
  columns: { readonly inuseObjects: number; readonly inuseBytes: number },
): (slot: number) => Pick<HeapSite, 'sizes' | 'sizeCount'> {
  const { numbers, values, wideValues, width } = profile.samples;
  const { strings } = profile;
  const bySlot = new Map<number, Sized[]>();
  const valueAt = (place: number): ExactInt => exact(wideValues.get(place) ?? BigInt(values[place] ?? 0));
  for (let at = 0; at < numbers.length; at += 5) {
    const [sample = 0, key = 0, unit = 0, low = 0, high = 0] = numbers.subarray(at, at + 5);
    const unitName = strings.get(unit) ?? '';
    if (strings.get(key) !== 'bytes' || (unitName !== '' && unitName !== 'bytes')) continue;
    const objects = valueAt(sample * width + columns.inuseObjects);
    const inuse = valueAt(sample * width + columns.inuseBytes);
    const slot = stacks.stackOf[sample] ?? 0;
    const one = { bytes: exact(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low))), objects, inuse };
    const known = bySlot.get(slot);
    if (known === undefined) bySlot.set(slot, [one]);
    else known.push(one);
  }
  return (slot) => sizesOf(bySlot.get(slot) ?? []);
}

/** What a site shows of its objects, by their sizes. */
export function sizesOf(all: readonly Sized[]): Pick<HeapSite, 'sizes' | 'sizeCount'> {
  const bySize = new Map<ExactInt, { objects: bigint; inuse: bigint }>();
  for (const { bytes, objects, inuse } of all) {
    if (!isLess(0, objects)) continue;
    const known = bySize.get(bytes) ?? { objects: 0n, inuse: 0n };
    bySize.set(bytes, { objects: known.objects + toBigInt(objects), inuse: known.inuse + toBigInt(inuse) });
  }
  const sizes = [...bySize]
    .map(([bytes, { objects, inuse }]): ObjectSize => ({ bytes, inuseObjects: exact(objects), inuseBytes: exact(inuse) }))
    .toSorted((a, b) => compare(b.inuseBytes, a.inuseBytes) || compare(a.bytes, b.bytes));
  return { sizes: sizes.slice(0, MOST_SIZES), sizeCount: sizes.length };
}

function compare(a: ExactInt, b: ExactInt): number {
  if (isLess(a, b)) return -1;
  return isLess(b, a) ? 1 : 0;
}
