import type { Layout } from '../layout.ts';

/**
 * /var/log/pods of a node, whole or one directory of it: the number in a log's name is the container's count of restarts.
 * https://github.com/kubernetes/kubernetes/blob/e2cf0fe0aa8be795ffd3144725966977cc2e3693/pkg/kubelet/kuberuntime/helpers.go
 */
export const criLogs: Layout = {
  id: 'cri-logs',
  title: 'logs of a node’s pods (/var/log/pods)',
  part: true,
  markers: [
    { path: 'pods/*_*_*/*/#.log', weight: 5 },
    { path: 'pods/*_*_*/*/##.log', weight: 5 },
    { path: '*_*_*-*-*-*-*/*/#.log', weight: 5 },
    { path: '*_*_*-*-*-*-*/*/##.log', weight: 5 },
  ],
  files: [
    { path: 'pods/{namespace}_{pod}_*/{container}/{restart}.log', role: 'log of one run of a container', anywhere: true },
    { path: 'pods/{namespace}_{pod}_*/{container}/{restart}.log.*', role: 'rotated log of one run of a container', anywhere: true },
    { path: '{namespace}_{pod}_*-*-*-*-*/{container}/{restart}.log', role: 'log of one run of a container', anywhere: true },
    { path: '{namespace}_{pod}_*-*-*-*-*/{container}/{restart}.log.*', role: 'rotated log of one run of a container', anywhere: true },
  ],
  verifiedAt: '2026-11-26',
};
