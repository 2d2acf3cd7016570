import type { Layout } from '../layout.ts';

/**
 * Rancher, Longhorn and Harvester (support-bundle-kit). `.log.1` is the run before. What a node's journal says stands newest line first.
 * https://github.com/rancher/support-bundle-kit/blob/e914ff7d637214b3bbf63bf3a2011bac4784da9d/pkg/manager/collectors/cluster.go
 */
export const supportBundleKit: Layout = {
  id: 'support-bundle-kit',
  title: 'Rancher, Longhorn or Harvester support bundle',
  markers: [
    { path: 'metadata.yaml', weight: 1 },
    { path: 'yamls/cluster/**', weight: 3 },
    { path: 'yamls/namespaced/**', weight: 3 },
    { path: 'logs/*/*/*.log', weight: 1 },
    { path: 'logs/*/*/*.log.1', weight: 2 },
    { path: 'nodes/*.zip', weight: 2 },
    { path: 'nodes/*.zip/**', weight: 2 },
  ],
  files: [
    { path: 'logs/{namespace}/{pod}/{container}.log.1', role: 'log of the run before', whose: { run: 'previous' } },
    { path: 'logs/{namespace}/{pod}/{container}.log', role: 'log of a container', whose: { run: 'current' } },
    { path: 'nodes/{node}.zip/**/logs/dmesg.log', role: 'kernel log of a node' },
    { path: 'nodes/{node}.zip/**/logs/{process}.log', role: 'log of a service of a node' },
    { path: 'nodes/{node}.zip/**', role: 'collected on a node' },
    { path: 'nodes/{node}.zip', role: 'what was collected on a node' },
    { path: 'yamls/namespaced/{namespace}/**', role: 'objects of a namespace' },
    { path: 'yamls/cluster/**', role: 'objects of the cluster' },
    { path: 'external/**', role: 'collected by another program' },
    { path: 'metadata.yaml', role: 'what the bundle is' },
    { path: 'bundleGenerationError.log', role: 'why something could not be collected' },
  ],
  verifiedAt: '2026-11-26',
};
