import type { Layout } from '../layout.ts';

/**
 * `ipfs diag profile` of Kubo. `mutex.pprof` and `block.pprof` are text in older releases.
 * https://github.com/ipfs/kubo/blob/2738b49c1a22b742993f424725aa378fc53deec1/profile/profile.go
 */
export const kuboProfile: Layout = {
  id: 'kubo-profile',
  title: 'ipfs diag profile',
  markers: [
    { path: 'goroutines.stacks', weight: 3 },
    { path: 'goroutines.pprof', weight: 2 },
    { path: 'version.json', weight: 1 },
    { path: 'ipfs', weight: 2 },
  ],
  files: [
    { path: 'goroutines.stacks', role: 'goroutines' },
    { path: 'goroutines.pprof', role: 'goroutine profile' },
    { path: 'heap.pprof', role: 'heap profile' },
    { path: 'allocs.pprof', role: 'allocation profile' },
    { path: 'cpu.pprof', role: 'CPU profile' },
    { path: 'mutex.pprof', role: 'mutex profile' },
    { path: 'block.pprof', role: 'block profile' },
    { path: 'trace', role: 'execution trace' },
    { path: 'version.json', role: 'version of the node' },
    { path: 'ipfs', role: 'the program' },
  ],
  verifiedAt: '2026-11-26',
};
