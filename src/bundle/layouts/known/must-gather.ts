import type { FileRule, Layout } from '../layout.ts';

const LOGS = 'namespaces/{namespace}/pods/{pod}/{container}/*/logs';
/** The tree stands at the root (`oc adm inspect`) or in a directory for each image (must-gather). Previous logs are written for every container, often empty. */
const TREE: readonly FileRule[] = [
  { path: `${LOGS}/previous.log`, role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
  { path: `${LOGS}/previous.insecure.log`, role: 'log of the run before', whose: { run: 'previous' }, anywhere: true },
  { path: `${LOGS}/current.log`, role: 'log of a container', whose: { run: 'current' }, anywhere: true },
  { path: `${LOGS}/current.insecure.log`, role: 'log of a container', whose: { run: 'current' }, anywhere: true },
  { path: `${LOGS}/rotated/{restart}.log*`, role: 'rotated log of a container, as its runtime wrote it', anywhere: true },
  { path: 'namespaces/{namespace}/pods/{pod}/{container}/*/**', role: 'answer of a container’s endpoint', whose: { run: 'current' } },
  { path: 'namespaces/{namespace}/pods/{pod}/*.yaml', role: 'a pod, with how its containers ended' },
  { path: 'namespaces/{namespace}/core/pods.yaml', role: 'pods of a namespace, with how their containers ended' },
  { path: 'namespaces/{namespace}/core/events.yaml', role: 'events of a namespace' },
  { path: 'namespaces/{namespace}/**', role: 'objects of a namespace' },
  { path: 'cluster-scoped-resources/core/nodes/{node}.yaml', role: 'a node of the cluster' },
  { path: 'cluster-scoped-resources/**', role: 'objects of the cluster' },
  { path: 'host_service_logs/*/{process}_service.log', role: 'journal of a service of several nodes' },
  { path: 'static-pods/{process}/{node}-termination.log*', role: 'how a component of the control plane ended' },
  { path: 'static-pods/{process}/{node}-startup.log*', role: 'how a component of the control plane started' },
  { path: 'pprof/{process}/{node}_heap.out', role: 'heap profile of a service of a node' },
  { path: 'pprof/{process}/{node}_prof.out', role: 'CPU profile of a service of a node' },
  { path: 'node_core_dumps/{node}_core_dump/**', role: 'core dump of a node' },
  { path: 'etcd_info/*', role: 'state of etcd' },
  { path: 'audit_logs/**', role: 'audit log' },
  { path: 'monitoring/**', role: 'state of the monitoring' },
  { path: 'gather.logs', role: 'log of the collection' },
  { path: 'version', role: 'version of the collector' },
];

/**
 * OpenShift must-gather, and `oc adm inspect`, which has the same tree without the directory of the image.
 * https://github.com/openshift/oc/blob/0495f4b1ca0dd95214606d5a70e1a9584eeb1f00/pkg/cli/admin/inspect/pod.go
 */
export const mustGather: Layout = {
  id: 'must-gather',
  title: 'OpenShift must-gather or oc adm inspect',
  markers: [
    { path: 'must-gather.logs', weight: 5 },
    { path: 'event-filter.html', weight: 3 },
    { path: 'timestamp', weight: 2 },
    { path: 'namespaces/*/*.yaml', weight: 3 },
    { path: 'namespaces/*/pods/*/*/*/logs/current.log', weight: 5 },
    { path: 'cluster-scoped-resources/**', weight: 3 },
    { path: 'host_service_logs/*/*_service.log', weight: 3 },
    { path: '*/namespaces/*/pods/*/*/*/logs/current.log', weight: 2 },
    { path: '*/cluster-scoped-resources/**', weight: 1 },
  ],
  files: [
    { path: 'must-gather.logs', role: 'log of the collection' },
    { path: 'event-filter.html', role: 'events of the cluster as a page' },
    { path: 'timestamp', role: 'when it was collected' },
    ...TREE,
    ...TREE.map(({ path, role, whose }): FileRule => ({ path: `*/${path}`, role, ...(whose === undefined ? {} : { whose }) })),
  ],
  verifiedAt: '2026-11-26',
};
