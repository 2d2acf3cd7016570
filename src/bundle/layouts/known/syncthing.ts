import type { Layout } from '../layout.ts';

/**
 * A support bundle of Syncthing, or the panics in its configuration directory (`.reported` once they were sent).
 * https://github.com/syncthing/syncthing/blob/82e22fd7ba2f6fc14638459f972450438d6b4562/lib/api/support_bundle.go
 */
export const syncthing: Layout = {
  id: 'syncthing',
  title: 'Syncthing support bundle',
  markers: [
    { path: 'syncthing-goroutines-*.pprof', weight: 5 },
    { path: 'syncthing-heap-*.pprof', weight: 5 },
    { path: 'panic-########-######.log', weight: 3 },
    { path: 'panic-########-######.reported.log', weight: 5 },
    { path: 'log-inmemory.txt', weight: 3 },
    { path: 'log-ondisk.txt', weight: 3 },
    { path: 'version-platform.json.txt', weight: 3 },
  ],
  files: [
    { path: 'panic-########-######*.log', role: 'a panic', anywhere: true },
    { path: 'syncthing-goroutines-*.pprof', role: 'goroutine profile' },
    { path: 'syncthing-heap-*.pprof', role: 'heap profile' },
    { path: 'syncthing-cpu-*.pprof', role: 'CPU profile' },
    { path: 'syncthing-block-*.pprof', role: 'block profile' },
    { path: 'log-*.txt', role: 'log' },
    { path: 'metrics.txt', role: 'metrics' },
    { path: '*.json.txt', role: 'state of the node' },
  ],
  verifiedAt: '2026-11-26',
};
