import type { ArtefactKind } from '../parser.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';

/** Go's profiles (runtime/pprof) by what they measure. */
export type ProfileKind =
  | 'heap'
  | 'goroutine'
  | 'goroutineleak'
  | 'cpu'
  | 'contention'
  | 'threadcreate'
  /** Of some other program, or not one of Go's own. */
  | 'unknown';

/** The four values of Go's heap and allocs profiles, which differ only in the type that is shown first. */
export const HEAP_TYPES = ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'] as const;

/**
 * Which profile it is, from the names of its values: they are the only thing that tells (runtime/pprof/pprof.go,
 * protomem.go, proto.go). Block and mutex profiles have the same names and cannot be told apart.
 */
export function profileKind(profile: Profile): ProfileKind {
  const has = (type: string): boolean => sampleTypeIndex(profile, type) >= 0;
  if (HEAP_TYPES.every(has)) return 'heap';
  if (has('cpu')) return 'cpu';
  if (has('contentions')) return 'contention';
  if (profile.sampleTypes.length !== 1) return 'unknown';
  if (has('goroutine')) return 'goroutine';
  if (has('goroutineleak')) return 'goroutineleak';
  return has('threadcreate') ? 'threadcreate' : 'unknown';
}

/** What the report calls each. */
export const ARTEFACT_KINDS: Readonly<Record<ProfileKind, ArtefactKind>> = {
  heap: 'heap-profile',
  goroutine: 'goroutine-profile',
  goroutineleak: 'goroutineleak-profile',
  cpu: 'cpu-profile',
  contention: 'contention-profile',
  threadcreate: 'threadcreate-profile',
  unknown: 'profile',
};
