import type { Layout } from '../layout.ts';

/**
 * `teleport debug profile`, saved. `trace.pprof` is an execution trace.
 * https://github.com/gravitational/teleport/blob/0e037edab7de5517a1761a20de5aa0379aa95b8a/tool/teleport/common/debug.go
 */
export const teleportProfile: Layout = {
  id: 'teleport-profile',
  title: 'profiles, named as teleport debug profile does',
  markers: [
    { path: 'trace.pprof', weight: 3 },
    { path: 'profile.pprof', weight: 2 },
    { path: 'goroutine.pprof', weight: 1 },
    { path: 'heap.pprof', weight: 1 },
  ],
  files: [
    { path: 'goroutine.pprof', role: 'goroutine profile' },
    { path: 'heap.pprof', role: 'heap profile' },
    { path: 'profile.pprof', role: 'CPU profile' },
    { path: 'trace.pprof', role: 'execution trace' },
    { path: '*.pprof', role: 'profile' },
  ],
  verifiedAt: '2026-11-26',
};
