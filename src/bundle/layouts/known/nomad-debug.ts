import type { FileRule, Layout } from '../layout.ts';

const agent = (kind: 'server' | 'client', process: string): readonly FileRule[] => [
  { path: `${kind}/{node}/goroutine-debug2_####.txt`, role: `goroutines of a ${kind}`, whose: { process } },
  { path: `${kind}/{node}/goroutine-debug1_####.txt`, role: `goroutines of a ${kind}, by stack`, whose: { process } },
  { path: `${kind}/{node}/goroutine_####.prof`, role: `goroutine profile of a ${kind}`, whose: { process } },
  { path: `${kind}/{node}/heap_####.prof`, role: `heap profile of a ${kind}`, whose: { process } },
  { path: `${kind}/{node}/profile_####.prof`, role: `CPU profile of a ${kind}`, whose: { process } },
  { path: `${kind}/{node}/threadcreate_####.prof`, role: `threads of a ${kind}`, whose: { process } },
  { path: `${kind}/{node}/trace_####.prof`, role: `execution trace of a ${kind}`, whose: { process } },
  { path: `${kind}/{node}/monitor*.log`, role: `log of a ${kind}`, whose: { process } },
  { path: `${kind}/{node}/agent-host.json`, role: `host of a ${kind}` },
];

/**
 * `nomad operator debug`; files are numbered by interval.
 * https://github.com/hashicorp/nomad/blob/00e8d721eb550b3bb8fb2023d4ffc3e14b0669b3/command/operator_debug.go
 */
export const nomadDebug: Layout = {
  id: 'nomad-debug',
  title: 'Nomad operator debug',
  markers: [
    { path: 'server/*/goroutine-debug2_####.txt', weight: 5 },
    { path: 'client/*/goroutine-debug2_####.txt', weight: 5 },
    { path: 'server/*/monitor.log', weight: 3 },
    { path: 'client/*/monitor.log', weight: 3 },
    { path: 'cluster/eventstream.json', weight: 3 },
    { path: 'cluster/cli-flags.json', weight: 3 },
    { path: 'cluster/agent-self.json', weight: 3 },
    { path: 'interval/####/*.json', weight: 2 },
    { path: 'index.json', weight: 1 },
  ],
  files: [
    ...agent('server', 'nomad'),
    ...agent('client', 'nomad'),
    { path: 'cluster/*', role: 'state of the cluster' },
    { path: 'interval/**', role: 'state of the cluster, by interval' },
    { path: 'index.*', role: 'what the bundle is' },
  ],
  verifiedAt: '2026-11-26',
};
