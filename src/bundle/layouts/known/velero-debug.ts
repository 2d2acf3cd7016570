import type { Layout } from '../layout.ts';

/**
 * `velero debug` (crash-diagnostics). Errors of copying stand in the logs themselves; it never has logs of the run before.
 * https://github.com/vmware-tanzu/velero/blob/b4464f926cbade047ad39e9f741541133391c500/pkg/cmd/cli/debug/cshd-scripts/velero.cshd
 */
export const veleroDebug: Layout = {
  id: 'velero-debug',
  title: 'velero debug',
  markers: [
    { path: 'kubecapture/**', weight: 3 },
    { path: 'version.txt', weight: 1 },
    { path: 'backup_*.log', weight: 2 },
    { path: 'restore_*.log', weight: 2 },
    { path: 'kubecapture/core_v1/**', weight: 2 },
  ],
  files: [
    { path: 'kubecapture/*/{namespace}/**/{pod}/{container}/*.log', role: 'log of a container', whose: { run: 'current' } },
    { path: 'kubecapture/*/{namespace}/**/*.json', role: 'objects of a namespace' },
    { path: 'kubecapture/**', role: 'objects of the cluster' },
    { path: 'backup_*.log', role: 'log of a backup' },
    { path: 'restore_*.log', role: 'log of a restore' },
    { path: 'version.txt', role: 'version of Velero' },
  ],
  verifiedAt: '2026-11-26',
};
