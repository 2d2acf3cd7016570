import type { FileRule, Layout } from '../layout.ts';

const service = (name: string, role: string): FileRule => ({ path: `{node}/${name}.log`, role, whose: { process: name } });

/**
 * `kind export logs`: a directory for each node, with what was in its /var/log.
 * https://github.com/kubernetes-sigs/kind/blob/0c085fd32f3a05ddf990c3303c4ec4449b6dac2e/pkg/cluster/internal/providers/docker/provider.go
 */
export const kind: Layout = {
  id: 'kind',
  title: 'kind export logs',
  markers: [
    { path: 'kind-version.txt', weight: 5 },
    { path: 'docker-info.txt', weight: 2 },
    { path: '*/kubernetes-version.txt', weight: 3 },
    { path: '*/images.log', weight: 1 },
    { path: '*/serial.log', weight: 1 },
    { path: '*/kubelet.log', weight: 1 },
  ],
  files: [
    // Before the directories of nodes: a name by itself is none.
    { path: 'kind-version.txt', role: 'version of kind' },
    { path: 'docker-info.txt', role: 'the host of the cluster' },
    { path: 'podman-info.txt', role: 'the host of the cluster' },
    { path: '{node}/pods/{namespace}_{pod}_*/{container}/{restart}.log*', role: 'log of one run of a container' },
    { path: '{node}/containers/{pod}_{namespace}_*.log', role: 'log of a container' },
    service('kubelet', 'log of the kubelet'),
    service('containerd', 'log of containerd'),
    { path: '{node}/journal.log', role: 'journal of a node' },
    { path: '{node}/serial.log', role: 'console of a node' },
    { path: '{node}/images.log', role: 'images of a node' },
    { path: '{node}/inspect.json', role: 'the container that is the node' },
    { path: '{node}/kubernetes-version.txt', role: 'version of Kubernetes' },
    { path: '{node}/**', role: 'a file of /var/log of a node' },
  ],
  verifiedAt: '2026-11-26',
};
