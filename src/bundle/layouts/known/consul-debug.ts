import type { Layout } from '../layout.ts';

/**
 * `consul debug`: a directory for each interval, or one profile at the root.
 * https://github.com/hashicorp/consul/blob/38bfb2452313a07ab8425227deb7ca2f5c4ebdbe/command/debug/debug.go
 */
export const consulDebug: Layout = {
  id: 'consul-debug',
  title: 'Consul debug',
  markers: [
    { path: 'consul.log', weight: 3 },
    { path: 'members.json', weight: 1 },
    { path: 'agent.json', weight: 2 },
    { path: 'cluster.json', weight: 1 },
    { path: 'host.json', weight: 1 },
    { path: 'index.json', weight: 1 },
    { path: '*/goroutine.prof', weight: 1 },
  ],
  files: [
    { path: '**/goroutine.prof', role: 'goroutine profile', whose: { process: 'consul' } },
    { path: '**/heap.prof', role: 'heap profile', whose: { process: 'consul' } },
    { path: '**/profile.prof', role: 'CPU profile', whose: { process: 'consul' } },
    { path: '**/trace.out', role: 'execution trace', whose: { process: 'consul' } },
    { path: '**/consul.log', role: 'log', whose: { process: 'consul' } },
    { path: '**/metrics.json', role: 'metrics', whose: { process: 'consul' } },
    { path: '*.json', role: 'state of the agent and its cluster' },
  ],
  verifiedAt: '2026-11-26',
};
