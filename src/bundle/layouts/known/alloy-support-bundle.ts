import type { Layout } from '../layout.ts';

/**
 * The support bundle of Grafana Alloy.
 * https://github.com/grafana/alloy/blob/e915cf821d5addff12e4add6ee791b6196d7044c/internal/service/http/supportbundle.go
 */
export const alloySupportBundle: Layout = {
  id: 'alloy-support-bundle',
  title: 'Grafana Alloy support bundle',
  markers: [
    { path: 'alloy-metadata.yaml', weight: 5 },
    { path: 'alloy-components.json', weight: 5 },
    { path: 'alloy-runtime-flags.txt', weight: 5 },
    { path: 'alloy-logs.txt', weight: 3 },
  ],
  files: [
    { path: 'pprof/goroutine.pprof', role: 'goroutine profile' },
    { path: 'pprof/heap.pprof', role: 'heap profile' },
    { path: 'pprof/cpu.pprof', role: 'CPU profile' },
    { path: 'pprof/mutex.pprof', role: 'mutex profile' },
    { path: 'pprof/block.pprof', role: 'block profile' },
    { path: 'alloy-environment.txt', role: 'environment of the process' },
    { path: 'alloy-runtime-flags.txt', role: 'flags of the process' },
    { path: 'alloy-logs.txt', role: 'log' },
    { path: 'alloy-metrics-sample-start.txt', role: 'metrics, at the start' },
    { path: 'alloy-metrics-sample-end.txt', role: 'metrics, at the end' },
    { path: 'alloy-*', role: 'state of the process' },
    { path: 'sources/**', role: 'configuration' },
  ],
  verifiedAt: '2026-11-26',
};
