import type { FileRule, Layout } from '../layout.ts';

const FILES: readonly FileRule[] = [
  { path: 'goroutines', role: 'goroutines', whose: { process: 'mattermost' } },
  { path: 'heap.prof', role: 'heap profile', whose: { process: 'mattermost' } },
  { path: 'cpu.prof', role: 'CPU profile', whose: { process: 'mattermost' } },
  { path: 'mattermost.log', role: 'log', whose: { process: 'mattermost' } },
  { path: 'notifications.log', role: 'log of notifications', whose: { process: 'mattermost' } },
  { path: 'warning.txt', role: 'why something could not be collected' },
];

/**
 * A support packet of Mattermost; with several nodes each has a directory.
 * https://github.com/mattermost/mattermost/blob/020d1e37632eea9a274ba2049eb74da54e1d6323/server/channels/app/support_packet.go
 */
export const mattermostSupportPacket: Layout = {
  id: 'mattermost-support-packet',
  title: 'Mattermost support packet',
  markers: [
    { path: 'support_packet.yaml', weight: 5 },
    { path: 'sanitized_config.json', weight: 3 },
    { path: 'mattermost.log', weight: 3 },
    { path: 'plugins.json', weight: 1 },
    { path: 'goroutines', weight: 1 },
    { path: '*/sanitized_config.json', weight: 2 },
    { path: '*/mattermost.log', weight: 2 },
  ],
  files: [
    ...FILES,
    ...FILES.map((rule): FileRule => ({ ...rule, path: `{node}/${rule.path}` })),
    { path: '*.yaml', role: 'state of the server' },
    { path: '*.json', role: 'configuration of the server' },
  ],
  verifiedAt: '2026-11-26',
};
