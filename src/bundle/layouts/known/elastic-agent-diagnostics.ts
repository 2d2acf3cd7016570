import type { FileRule, Layout } from '../layout.ts';

const PROFILES: readonly (readonly [string, string])[] = [
  ['goroutine.pprof.gz', 'goroutine profile'],
  ['heap.pprof.gz', 'heap profile'],
  ['allocs.pprof.gz', 'allocation profile'],
  ['threadcreate.pprof.gz', 'threads'],
  ['block.pprof.gz', 'block profile'],
  ['mutex.pprof.gz', 'mutex profile'],
  ['cpu.pprof', 'CPU profile'],
];

/**
 * `elastic-agent diagnostics`: profiles of the agent, and of each of its components, which are processes of their own.
 * https://github.com/elastic/elastic-agent/blob/99094d3d125bf95030daa0f57acc2c01555845a9/internal/pkg/diagnostics/diagnostics.go
 */
export const elasticAgentDiagnostics: Layout = {
  id: 'elastic-agent-diagnostics',
  title: 'Elastic Agent diagnostics',
  markers: [
    { path: 'computed-config.yaml', weight: 3 },
    { path: 'pre-config.yaml', weight: 3 },
    { path: 'components-expected.yaml', weight: 5 },
    { path: 'variables.yaml', weight: 2 },
    { path: 'environment.yaml', weight: 1 },
    { path: 'goroutine.pprof.gz', weight: 1 },
    { path: 'components/*/**', weight: 2 },
    { path: 'logs/*/*.ndjson', weight: 2 },
  ],
  files: [
    ...PROFILES.map(([path, role]): FileRule => ({ path, role, whose: { process: 'elastic-agent' } })),
    ...PROFILES.map(([path, role]): FileRule => ({ path: `components/{process}/**/${path}`, role: `${role} of a component` })),
    { path: 'components/{process}/**', role: 'state of a component' },
    { path: 'logs/**', role: 'log of the agent and its components' },
    { path: 'version.txt', role: 'version of the agent' },
    { path: 'environment.yaml', role: 'environment of the agent' },
    { path: '*.yaml', role: 'state of the agent' },
  ],
  verifiedAt: '2026-11-26',
};
