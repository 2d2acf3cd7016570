import { shortHash } from '../text/hash.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { HeapSite } from './facts/heap.ts';

/** Functions of a site, innermost first. */
export function siteFunctions({ frames }: HeapSite): readonly SafeText[] {
  return frames.map((frame) => frame.function);
}

/** What tells sites apart over profiles: their functions. Places in one function are one site, as lines move from build to build. */
export function siteKey(site: HeapSite): string {
  return shortHash(siteFunctions(site).join('\n'));
}
