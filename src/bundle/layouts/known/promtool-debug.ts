import type { Layout } from '../layout.ts';

/**
 * `promtool debug pprof|metrics|all`. The profiles are not compressed; `trace.pb` is an execution trace.
 * https://github.com/prometheus/prometheus/blob/3c8f56c3931ca8c1a7d270ef124d092a1d0b8e41/cmd/promtool/debug.go
 */
export const promtoolDebug: Layout = {
  id: 'promtool-debug',
  title: 'promtool debug',
  markers: [
    { path: 'goroutine.pb', weight: 2 },
    { path: 'heap.pb', weight: 2 },
    { path: 'threadcreate.pb', weight: 2 },
    { path: 'trace.pb', weight: 2 },
    { path: 'metrics.txt', weight: 1 },
  ],
  files: [
    { path: 'goroutine.pb', role: 'goroutine profile' },
    { path: 'heap.pb', role: 'heap profile' },
    { path: 'cpu.pb', role: 'CPU profile' },
    { path: 'block.pb', role: 'block profile' },
    { path: 'mutex.pb', role: 'mutex profile' },
    { path: 'threadcreate.pb', role: 'threads' },
    { path: 'trace.pb', role: 'execution trace' },
    { path: 'metrics.txt', role: 'metrics' },
  ],
  verifiedAt: '2026-11-26',
};
