import type { Layout } from '../layout.ts';

/**
 * A support bundle of troubleshoot (replicatedhq). Logs stand under `cluster-resources/pods/logs` and, as links, under the name of their
 * collector.
 * https://github.com/replicatedhq/troubleshoot/blob/8f9a617de17f3ab0728499e8762de21b03a0e8a0/pkg/collect/cluster_resources.go
 */
export const troubleshoot: Layout = {
  id: 'troubleshoot',
  title: 'troubleshoot support bundle',
  markers: [
    { path: 'cluster-resources/pods/*.json', weight: 3 },
    { path: 'cluster-resources/pods/logs/*/*/*.log', weight: 5 },
    { path: 'cluster-resources/nodes.json', weight: 2 },
    { path: 'cluster-resources/events/*.json', weight: 2 },
    { path: 'cluster-info/cluster_version.json', weight: 3 },
    { path: 'host-collectors/**', weight: 3 },
    { path: 'version.yaml', weight: 1 },
    { path: 'analysis.json', weight: 1 },
    { path: 'execution-data/summary.txt', weight: 3 },
  ],
  files: [
    {
      path: 'cluster-resources/pods/logs/{namespace}/{pod}/{container}-previous.log',
      role: 'log of the run before',
      whose: { run: 'previous' },
      anywhere: true,
    },
    {
      path: 'cluster-resources/pods/logs/{namespace}/{pod}/{container}-logs-errors.log',
      role: 'why a log could not be collected',
      anywhere: true,
    },
    {
      path: 'cluster-resources/pods/logs/{namespace}/{pod}/{container}.log',
      role: 'log of a container',
      whose: { run: 'current' },
      anywhere: true,
    },
    { path: 'cluster-resources/pods/{namespace}.json', role: 'pods of a namespace, with how their containers ended' },
    { path: 'cluster-resources/events/{namespace}.json', role: 'events of a namespace' },
    { path: 'cluster-resources/nodes.json', role: 'nodes of the cluster' },
    { path: 'cluster-resources/custom-resources/**', role: 'custom resources' },
    { path: 'cluster-resources/*/{namespace}.json', role: 'objects of a namespace' },
    { path: 'cluster-resources/*.json', role: 'objects of the cluster' },
    { path: 'cluster-info/cluster_version.json', role: 'version of the cluster' },
    { path: 'node-metrics/{node}.json', role: 'what the kubelet measured of a node and its pods' },
    { path: 'sysctl/{node}', role: 'kernel settings of a node' },
    { path: 'host-collectors/system/**', role: 'the state of the host' },
    { path: 'host-collectors/journald/*', role: 'journal of the host' },
    { path: 'host-collectors/run-host/*', role: 'output of a command on the host' },
    { path: 'host-collectors/{node}/system/**', role: 'the state of a host' },
    { path: 'host-collectors/{node}/journald/*', role: 'journal of a host' },
    { path: 'host-collectors/{node}/run-host/*', role: 'output of a command on a host' },
    { path: 'host-collectors/**', role: 'collected on a host' },
    { path: 'collector-errors/*', role: 'why something could not be collected' },
    { path: 'analysis.json', role: 'verdicts of troubleshoot' },
    { path: 'execution-data/summary.txt', role: 'how its collectors went' },
    { path: 'version.yaml', role: 'version of troubleshoot' },
    { path: '*/{namespace}/{pod}/*-stdout.txt', role: 'output of a command in a container', whose: { run: 'current' } },
    { path: '*/{namespace}/{pod}/*-stderr.txt', role: 'errors of a command in a container', whose: { run: 'current' } },
    { path: '*/{namespace}/{pod}/*-errors.json', role: 'why a command did not run' },
    { path: '*/{namespace}/{pod}/{container}/**', role: 'copied out of a container', whose: { run: 'current' } },
    { path: '*/{pod}/{container}-previous.log', role: 'log of the run before', whose: { run: 'previous' } },
    { path: '*/{pod}/{container}.log', role: 'log of a container', whose: { run: 'current' } },
    { path: '*/{pod}-previous.log', role: 'log of the run before', whose: { run: 'previous' } },
    { path: '*/{pod}.log', role: 'log of a pod', whose: { run: 'current' } },
    { path: '*/{node}/archive.tar/**', role: 'copied from a host' },
  ],
  verifiedAt: '2026-11-26',
};
