import type { Layout } from '../layout.ts';

/**
 * `kubectl cluster-info dump --output-directory`. The logs of all containers of a pod are in one file; what stands between its lines of START
 * and END is told apart where the file is read (unwrap/sections.ts). It never has logs of runs before the current one.
 * https://github.com/kubernetes/kubernetes/blob/ab6399db424c9d243b58ee8901191ca30d259277/staging/src/k8s.io/kubectl/pkg/cmd/clusterinfo/clusterinfo_dump.go
 */
export const clusterInfoDump: Layout = {
  id: 'cluster-info-dump',
  title: 'kubectl cluster-info dump',
  markers: [
    { path: 'nodes.json', weight: 2 },
    { path: 'nodes.yaml', weight: 2 },
    { path: '*/replication-controllers.json', weight: 3 },
    { path: '*/replication-controllers.yaml', weight: 3 },
    { path: '*/pods.json', weight: 1 },
    { path: '*/pods.yaml', weight: 1 },
    { path: '*/*/logs.txt', weight: 2 },
  ],
  files: [
    { path: '{namespace}/{pod}/logs.txt', role: 'logs of all containers of a pod', whose: { run: 'current' } },
    { path: 'nodes.*', role: 'nodes of the cluster' },
    { path: '{namespace}/pods.*', role: 'pods of a namespace, with how their containers ended' },
    { path: '{namespace}/events.*', role: 'events of a namespace' },
    { path: '{namespace}/*', role: 'objects of a namespace' },
  ],
  verifiedAt: '2026-11-26',
};
